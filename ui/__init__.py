"""The operators' desk in a browser: pages over :mod:`assistant.desk`."""
