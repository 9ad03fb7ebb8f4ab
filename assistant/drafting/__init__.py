"""From a brief to a checked draft."""
