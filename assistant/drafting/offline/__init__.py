"""The writer that needs no network and no model: frames, and sentences taken from the brand's own files."""
