"""The detectors, one a file, each with its own name and evidence."""
