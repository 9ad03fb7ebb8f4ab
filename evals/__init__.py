"""Datasets, fixture brands and benchmarks."""
