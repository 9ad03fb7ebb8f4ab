"""Reading and writing Chinese text: numerals, dates, times, sentences."""
