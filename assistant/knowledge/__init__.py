"""Documents in, passages and facts out."""
