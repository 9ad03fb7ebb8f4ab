"""Passwords, kept as scrypt (RFC 7914) makes them; the cost is stored beside each, so that it can rise."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from assistant.errors import InputError

#: A shorter one is guessed; a longer one would only keep the machine busy.
SHORTEST, LONGEST = 8, 200
# 2^15 blocks of 8 and one lane: some 60 ms and 32 MB, as OWASP's password storage sheet asks for.
_COST, _BLOCK, _LANES = 1 << 15, 8, 1
_ROOM = 64 * 1024 * 1024


def hashed(password: str) -> str:
    """Return what is stored of a password. Raises :class:`InputError` for one that is too short or too long."""
    if len(password) < SHORTEST:
        raise InputError(f"密码至少要 {SHORTEST} 位，现在是 {len(password)} 位")
    if len(password) > LONGEST:
        raise InputError(f"密码最长 {LONGEST} 位")
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_BLOCK}${_LANES}${salt.hex()}${_made(password, salt, _COST, _BLOCK, _LANES).hex()}"


def matches(password: str, stored: str) -> bool:
    """Whether a password is the stored one; takes the same time for every wrong one."""
    try:
        _, cost, block, lanes, salt, wanted = stored.split("$")
        made = _made(password[:LONGEST], bytes.fromhex(salt), int(cost), int(block), int(lanes))
    except ValueError:
        return False
    return hmac.compare_digest(made, bytes.fromhex(wanted))


def _made(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, n=cost, r=block, p=lanes, maxmem=_ROOM)
