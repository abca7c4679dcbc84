"""Public ids: the same on every machine that holds the same thing."""

from __future__ import annotations

import hashlib


def public_id(prefix: str, *parts: str) -> str:
    """Returns the id that every machine gives to the same thing: prefix and 12 hex digits of a digest of ``parts``."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6)
    return prefix + digest.hexdigest()
