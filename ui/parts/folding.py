"""What is folded away is drawn once it is opened, and then stays: what is typed there outlives a look aside."""

from __future__ import annotations

from typing import Protocol

import streamlit as st


class Folded(Protocol):
    """A popover or an expander that tells whether it is open."""

    @property
    def open(self) -> bool | None: ...  # noqa: D102


def drawn(folded: Folded, key: str) -> bool:
    """Whether to draw what is inside; ``key`` is the container's own."""
    if folded.open:
        st.session_state[f"drawn {key}"] = True
    return f"drawn {key}" in st.session_state
