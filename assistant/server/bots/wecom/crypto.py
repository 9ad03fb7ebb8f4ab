"""The encryption of WeCom's callbacks.

https://developer.work.weixin.qq.com/document/path/90968: AES-256-CBC with the first 16 bytes of the key as the vector;
inside, 16 random bytes, the length of the message in 4 bytes (most significant first), the message and the id of the
receiver, padded by PKCS#7 to 32. The signature is the SHA-1 of token, timestamp, nonce and ciphertext, sorted.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from hashlib import sha1
from typing import TYPE_CHECKING

from assistant.server.bots.proof import refused, same
from assistant.server.problems import ServiceError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import CBC

_BLOCK = 32


class Crypto:
    """Signs, opens and seals for one callback. ``receive_id`` is the corp id, or empty for a robot.

    Raises :class:`ServiceError` (404) for an ``aes_key`` that is none: 43 letters and digits.
    """

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        try:
            self._key = base64.b64decode(f"{aes_key}=", validate=True)
        except (binascii.Error, ValueError):
            self._key = b""
        if len(self._key) != _BLOCK:
            raise ServiceError(404, "door_closed", "企业微信的 EncodingAESKey 不对：要是后台生成的 43 位字母和数字")
        self._token = token
        self._receiver = receive_id.encode()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """Return the signature."""
        parts = sorted((self._token, timestamp, nonce, encrypted))
        # The protocol asks for SHA-1.
        return sha1("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()

    def open(self, encrypted: str, signature: str, timestamp: str, nonce: str) -> bytes:
        """Return the message in ``encrypted``. Raises :class:`ServiceError` (401) unless all of it is right."""
        if not encrypted or not same(signature, self.sign(timestamp, nonce, encrypted)):
            raise refused("msg_signature 不对：请核对企业微信后台和这里的 Token 是不是同一个")
        try:
            padded = self._decrypted(base64.b64decode(encrypted, validate=True))
        except (binascii.Error, ValueError):
            raise refused("密文解不开：请核对 EncodingAESKey") from None
        pad = padded[-1] if padded else 0
        if not 1 <= pad <= _BLOCK or padded[-pad:] != bytes([pad]) * pad:
            raise refused("密文解不开：请核对 EncodingAESKey")
        length = int.from_bytes(padded[16:20], "big")
        message, receiver = padded[20 : 20 + length], padded[20 + length : -pad]
        if len(message) != length or receiver != self._receiver:
            raise refused("收信的企业不是设置 bots.wecom.receive_id 里的那个")
        return message

    def seal(self, message: bytes) -> str:
        """Return ``message`` encrypted."""
        plain = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + self._receiver
        pad = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def _decrypted(self, sealed: bytes) -> bytes:
        decryptor = self._cipher().decryptor()
        return decryptor.update(sealed) + decryptor.finalize()

    def _cipher(self) -> Cipher[CBC]:
        # Imported here: only who has a WeCom door needs it.
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
