"""Prompt in, validated object out. Only :mod:`assistant.llm.gateway` imports litellm, and only when a call is made."""
