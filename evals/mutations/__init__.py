"""Ways to break the product, and the proof that the suites notice each of them."""
