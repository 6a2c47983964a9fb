"""Ed25519 signatures of manifests: who published a student.

    models/student-0010/manifest.json        what is signed: its bytes, which hold the sha256 of every other file
    models/student-0010/manifest.json.sig    {"format": 1, "algorithm": "ed25519", "key": "<id>", "signature": "<base64>"}

A public key is written as 64 hex digits, in a setting or in a file. cryptography comes with the extra `learn`.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import StudentError

SIGNATURE_FILE = "manifest.json.sig"
CONTEXT = b"shadow-student-manifest-1\n"  # so that a signature made for something else never counts here
_HEX_KEY = re.compile(r"\b[0-9a-fA-F]{64}\b")


class SignatureError(StudentError):
    """A manifest without a valid signature of a trusted key."""


def key_id(public: bytes) -> str:
    """Short name of a public key (32 raw bytes): the first 16 hex digits of its sha256."""
    return hashlib.sha256(public).hexdigest()[:16]


def trusted_keys(sources: Sequence[str]) -> dict[str, bytes]:
    """Key id -> raw public key. sources: keys in hex, or files that hold such (several are fine: keys get replaced).

    Raises SignatureError for a source that holds none.
    """
    keys: dict[str, bytes] = {}
    for source in sources:
        text = source
        if not _HEX_KEY.fullmatch(source.strip()):
            try:
                text = Path(source).expanduser().read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SignatureError(f"trusted key {source[:80]!r}: neither 64 hex digits nor a readable file: {error}") from error
        found = [bytes.fromhex(match) for match in _HEX_KEY.findall(text)]
        if not found:
            raise SignatureError(f"trusted key {source[:80]!r}: no key in it; a public key is 64 hex digits (shadow-teacher key show)")
        keys.update({key_id(key): key for key in found})
    return keys


def verify_manifest(manifest: bytes, signature: bytes, keys: Mapping[str, bytes]) -> str:
    """The id of the trusted key that signed these bytes. Raises SignatureError, also where no key is trusted at all."""
    if not keys:
        raise SignatureError("no key is trusted: name the publisher's public key (--shadow-trusted-key, SHADOW_TRUSTED_KEY)")
    try:
        claimed: Any = json.loads(signature)
        if claimed["format"] != 1 or claimed["algorithm"] != "ed25519":
            raise ValueError(f"format {claimed['format']!r}, algorithm {claimed['algorithm']!r}")
        named, raw = str(claimed["key"]), base64.b64decode(claimed["signature"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError(f"{SIGNATURE_FILE}: not a signature: {error}") from error
    if named not in keys:
        raise SignatureError(f"signed by key {named[:16]}, which is not trusted here; trusted: {', '.join(sorted(keys))}")
    _, ed25519, invalid = _cryptography()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(keys[named]).verify(raw, CONTEXT + manifest)
    except (invalid, ValueError):
        raise SignatureError(f"the signature of key {named} does not fit the manifest: it was changed after it was signed") from None
    return named


def sign_manifest(manifest: bytes, private: bytes) -> bytes:
    """The bytes of manifest.json.sig. private: 32 raw bytes."""
    serialization, ed25519, _ = _cryptography()
    key = ed25519.Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    signature = base64.b64encode(key.sign(CONTEXT + manifest)).decode("ascii")
    return json.dumps({"format": 1, "algorithm": "ed25519", "key": key_id(public), "signature": signature}).encode() + b"\n"


def new_key() -> tuple[bytes, bytes]:
    """(private, public) raw bytes of a new key pair."""
    serialization, ed25519, _ = _cryptography()
    key = ed25519.Ed25519PrivateKey.generate()
    private = key.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    return private, public_of(private)


def public_of(private: bytes) -> bytes:
    """The public half of a private key, raw."""
    serialization, ed25519, _ = _cryptography()
    return ed25519.Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _cryptography() -> tuple[Any, Any, type[Exception]]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise SignatureError("checking signatures needs cryptography: pip install 'pytest-shadow[learn]'") from None
    return serialization, ed25519, InvalidSignature
