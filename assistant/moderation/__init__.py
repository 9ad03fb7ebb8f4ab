"""Messages held against the group's own rules: a message in, a decision out.

    normalize ► allowlist ► detectors ► classifier ► judge ──policy──► decision

The path through detectors and classifier imports neither litellm, langchain, chromadb nor streamlit.
"""
