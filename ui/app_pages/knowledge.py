"""The page knowledge: upload, documents, search, questions without an answer, health."""

from __future__ import annotations

import streamlit as st

from ui.catalog import t
from ui.parts.choice import choose_part
from ui.parts.knowledge_documents import show_documents
from ui.parts.knowledge_health import show_health
from ui.parts.knowledge_questions import show_questions
from ui.parts.knowledge_search import show_search
from ui.parts.knowledge_sync import forget_sync, show_sync
from ui.parts.knowledge_upload import show_upload
from ui.state import desk, told

PARTS = {
    "documents": show_documents,
    "upload": show_upload,
    "search": show_search,
    "questions": show_questions,
    "health": show_health,
}

st.title(t("page.knowledge"))
here = desk()
part = choose_part("knowledge", list(PARTS))
if st.session_state.get("knowledge.before", part) != part:
    forget_sync()  # the list of documents, or whatever is looked at now, tells it
st.session_state["knowledge.before"] = part
with told():
    # Documents list what was not taken in themselves, and an upload tells it of each file.
    show_sync(here, counts=part != "upload", refused=part not in ("documents", "upload"))
with told():
    PARTS[part](here)
