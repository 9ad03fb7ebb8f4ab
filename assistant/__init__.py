"""Assistant for community operators: brand knowledge in, grounded drafts and fair decisions out."""

import os

__version__ = "0.1.0"

# After each product of a matrix numpy's threads spin for some twenty milliseconds, on the cores that the embedder needs
# next: an unsure message took twice its embedding in processor time. What is multiplied here is read from memory once,
# which a single thread does as fast. OpenBLAS reads this when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
