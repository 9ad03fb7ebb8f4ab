"""WeCom's encryption against other people's: wechatpy, and OpenSSL's AES by hand from the official description."""

from __future__ import annotations

import base64
import struct
from hashlib import sha1

import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException

from assistant.server.bots.wecom.crypto import Crypto
from assistant.server.bots.wecom.envelope import sealed
from assistant.server.problems import ServiceError

TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
OURS, THEIRS = Crypto(TOKEN, KEY, CORP), WeChatCrypto(TOKEN, KEY, CORP)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def by_hand(message, *, corp=CORP, key=KEY):
    """Encrypt as the description says, with the padding of another library."""
    raw = base64.b64decode(key + "=")
    plain = b"0123456789abcdef" + struct.pack("!I", len(message)) + message + corp.encode()
    padder = padding.PKCS7(256).padder()
    encryptor = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()).decode()


def test_the_example_of_the_documentation_is_opened():
    """https://developer.work.weixin.qq.com/document/path/90968, the check of an address."""
    echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    found = OURS.open(echo, "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780")
    assert found == b"1616140317555161061"


@given(texts)
def test_what_wechatpy_seals_is_opened(text):
    import xmltodict

    envelope = xmltodict.parse(THEIRS.encrypt_message(text, "nonce1", "1409659589"))["xml"]
    opened = OURS.open(envelope["Encrypt"], envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"])
    assert opened.decode() == text


@given(texts)
def test_what_is_sealed_wechatpy_opens(text):
    import xmltodict

    envelope = xmltodict.parse(sealed(OURS, text.encode(), as_json=False))["xml"]
    given_by = (envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"])
    opened = THEIRS.decrypt_message({"Encrypt": envelope["Encrypt"]}, *given_by)
    assert (opened if isinstance(opened, str) else opened.decode()) == text
    with pytest.raises(InvalidSignatureException):
        THEIRS.decrypt_message({"Encrypt": envelope["Encrypt"]}, given_by[0][::-1], *given_by[1:])


@given(st.binary(max_size=300))
def test_what_is_sealed_by_hand_is_opened(message):
    encrypted = by_hand(message)
    signature = sha1("".join(sorted([TOKEN, "1", "n", encrypted])).encode()).hexdigest()
    assert OURS.open(encrypted, signature, "1", "n") == message


@given(st.binary(max_size=200))
def test_any_change_is_noticed(noise):
    encrypted = base64.b64encode(noise).decode()
    with pytest.raises(ServiceError) as refused:
        OURS.open(encrypted, OURS.sign("1", "n", encrypted), "1", "n")
    assert refused.value.status == 401


@pytest.mark.parametrize(
    "encrypted",
    ["", "!", "YQ==", "é", by_hand(b"x", corp="wx-other"), by_hand(b"x", key="A" * 42 + "E"), by_hand(b"x")[:-4]],
)
def test_what_is_not_for_us_is_refused(encrypted):
    with pytest.raises(ServiceError) as refused:
        OURS.open(encrypted, OURS.sign("1", "n", encrypted), "1", "n")
    assert refused.value.status == 401


@pytest.mark.parametrize("key", ["", "short", KEY + "x", "é" * 43, "!" * 43])
def test_a_key_that_is_none_leaves_the_door_shut(key):
    with pytest.raises(ServiceError, match="EncodingAESKey"):
        Crypto(TOKEN, key, CORP)
