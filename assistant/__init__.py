"""Assistant for community operators: brand knowledge in, grounded drafts and fair decisions out."""

__version__ = "0.1.0"
