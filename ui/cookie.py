"""The cookie of who is signed in: a name for each workspace, since a browser parts cookies by host and not by port."""

from __future__ import annotations

import hashlib
from pathlib import Path

#: Where the page's ticket is traded for the cookie.
ADDRESS = "/desk/session"


def cookie_name(root: Path) -> str:
    """Return the cookie's name for the workspace at ``root``."""
    return f"desk_{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]}"
