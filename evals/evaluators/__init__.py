"""Evaluators of ours: one question each, asked of a case and what came of it."""
