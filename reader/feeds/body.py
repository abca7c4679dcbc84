"""Bodies and headers of answers, read under limits."""

from __future__ import annotations

import asyncio
import hashlib
import re
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from reader.errors import FeedError

FEED_LIMIT = 16 * 1024 * 1024
PAGE_LIMIT = 4 * 1024 * 1024
HEAD_LIMIT = 64 * 1024
MIN_REST, MAX_REST = 60, 30 * 86400
_MIB = 1024 * 1024
_SMALL = 128 * 1024
"""packed bytes that are gathered before they are unpacked"""


def too_large(limit: int) -> FeedError:
    return FeedError(f"the body is larger than {limit // _MIB} MiB")


async def read_body(response: httpx2.Response, limit: int) -> bytes:
    """Returns the body, unpacked. Raises FeedError where it is larger than ``limit`` bytes, packed or unpacked, packed
    in a way that was not asked for, or cut short."""
    codings = [
        coding.strip().lower()
        for value in response.headers.get_list("content-encoding")
        for coding in value.split(",")
        if coding.strip() and coding.strip().lower() != "identity"
    ]
    if codings and codings not in (["gzip"], ["x-gzip"]):
        raise FeedError(f"unasked content encoding: {', '.join(codings)[:60]}")
    length = response.headers.get("content-length", "")
    if re.fullmatch(r"[0-9]{1,18}", length) and int(length) > limit:
        raise too_large(limit)
    parts = response.aiter_raw()
    body = await (_unpacked(parts, limit) if codings else _plain(parts, limit))
    if not codings and body[:2] == b"\x1f\x8b":  # a packed file served as it lies on the disk
        return b"".join(_Gunzip(limit).feed(body, final=True))
    return body


async def _plain(parts: AsyncIterator[bytes], limit: int) -> bytes:
    body = bytearray()
    async for part in parts:
        body += part
        if len(body) > limit:
            raise too_large(limit)
    return bytes(body)


async def _unpacked(parts: AsyncIterator[bytes], limit: int) -> bytes:
    gunzip = _Gunzip(limit)
    body: list[bytes] = []
    held: list[bytes] = []
    packed = 0
    async for part in parts:
        packed += len(part)
        if packed > limit:
            raise too_large(limit)
        if packed <= _SMALL:
            held.append(part)
            continue
        body += gunzip.feed(b"".join((*held, part)))
        held = []
    if held:  # unpacked at a stretch beside the other fetches; it takes longer than all else that a fetch does
        return await asyncio.to_thread(_whole, gunzip, b"".join(held))
    body += gunzip.feed(b"", final=True)
    return b"".join(body)


def _whole(gunzip: _Gunzip, data: bytes) -> bytes:
    return b"".join([*gunzip.feed(data), *gunzip.feed(b"", final=True)])


class _Gunzip:
    """Unpacks gzip (one member or several) piece by piece, never more than the limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._left = limit
        self._stream = zlib.decompressobj(47)
        self._started = False

    def feed(self, data: bytes, final: bool = False) -> list[bytes]:
        out = []
        try:
            while data:
                if self._stream.eof:  # the next member; what is none is padding
                    if not data.startswith(b"\x1f\x8b"):
                        break
                    self._stream = zlib.decompressobj(47)
                self._started = True
                piece = self._stream.decompress(data, self._left + 1)
                self._left -= len(piece)
                if self._left < 0:
                    raise too_large(self._limit)
                out.append(piece)
                data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        except zlib.error as error:
            raise FeedError("the body is not gzip as its header says") from error
        if final and self._started and not self._stream.eof:
            raise FeedError("the gzip stream ends early")
        return out


def digest(body: bytes) -> str:
    """Returns the digest by which an unchanged body is recognised."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def retry_after(value: str | None, now: datetime) -> int | None:
    """Returns seconds, 1 minute to 30 days, for a Retry-After in seconds or as a date, None for anything else."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        return min(max(int(text), MIN_REST), MAX_REST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return int(min(max((until - now).total_seconds(), MIN_REST), MAX_REST))


def max_age(cache_control: str | None, age: str | None) -> int | None:
    """Returns how many seconds an answer says that it stays fresh, None where it does not say."""
    if not cache_control:
        return None
    directives = cache_control.lower()
    if re.search(r"no-cache|no-store", directives):
        return None
    found = re.search(r"max-age\s*=\s*\"?([0-9]{1,10})", directives)
    if not found:
        return None
    spent = int(age) if age and re.fullmatch(r"[0-9]{1,9}", age.strip()) else 0
    return max(int(found[1]) - spent, 0)
