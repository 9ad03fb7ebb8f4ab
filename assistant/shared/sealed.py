"""Texts that must lie in Redis for a minute: readable only with a key that never leaves the database."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable

_NONCE = 12
# What the key is told apart by from all else that is hashed with the database's salt.
_NAME = "seal of shared texts"


def seal_of(hashed: Callable[[str], str]) -> Seal:
    """Return the seal of a database; ``hashed`` is its keyed hash."""
    return Seal(bytes.fromhex(hashed(_NAME)))


class Seal:
    """AES-GCM with a key of 16 bytes."""

    def __init__(self, key: bytes) -> None:
        # Only several processes need it, and it takes a while to load.
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)
        self._faults = (InvalidTag, ValueError)

    def close(self, text: str) -> str:
        """Return ``text`` sealed, as ASCII."""
        nonce = os.urandom(_NONCE)
        return b64encode(nonce + self._cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), None)).decode()

    def open(self, sealed: str) -> str | None:
        """Return what was sealed; None where it was not sealed with this key."""
        try:
            raw = b64decode(sealed, validate=True)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], None).decode("utf-8", "surrogatepass")
        except self._faults:
            return None
