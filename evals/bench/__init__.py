"""Speed, always measured as a ratio to something in the same run; see docs/benchmarks.md."""
