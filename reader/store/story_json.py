"""A dossier as JSON in the store: dataclasses by their fields, read back by their type hints."""

from __future__ import annotations

import json
import types
import typing
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from reader.model.stories import Story


def dump(story: Story) -> bytes:
    """Returns the dossier as compressed JSON."""
    return zlib.compress(json.dumps(_plain(story), ensure_ascii=False, separators=(",", ":")).encode(), 4)


def load(data: bytes) -> Story:
    """Returns the dossier that ``dump`` wrote. Raises ValueError where the shape is another version's."""
    try:
        story = _reader(Story)(json.loads(zlib.decompress(data)))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"a dossier of another shape: {error}") from error
    assert isinstance(story, Story)
    return story


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        readers = [_reader(hints[field.name]) for field in fields(kind)]

        def read(values: Any) -> Any:
            if len(values) != len(readers):
                raise ValueError("a dossier of another shape")
            return kind(*(reader(value) for reader, value in zip(readers, values, strict=True)))

        return read
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda values: tuple(item(value) for value in values)
    if origin in (types.UnionType, typing.Union):
        inner = _reader(next(argument for argument in arguments if argument is not type(None)))
        return lambda value: None if value is None else inner(value)
    if kind is datetime:
        return datetime.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same


def _same(value: Any) -> Any:
    return value
