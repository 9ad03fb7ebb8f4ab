"""Checks: text in, findings out. Each module asks one question."""
