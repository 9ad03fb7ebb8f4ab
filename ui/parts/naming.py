"""Keys of widgets that stand for something in the data: of what it is, not of where it stands in a list.

A place in a list is somebody else's as soon as one before it has gone, and a widget keeps what it held by its key.
"""

from __future__ import annotations

import hashlib


def key_of(*parts: str) -> str:
    """Return a key for what the parts say together; it shows none of them, for keys stand in the page's classes."""
    return hashlib.blake2s("\0".join(parts).encode("utf-8", "replace"), digest_size=6).hexdigest()
