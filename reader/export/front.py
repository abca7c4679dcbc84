"""Front matter: written with JSON strings, which every YAML reader takes as they are; read back leniently.

A page's own keys are replaced one by one. What a person added stays; a value that a person changed stays too, and
lists take up what changed on our side without losing what was added on theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.clean import clean_line

ID_KEY, KIND_KEY = "tapeout-id", "tapeout-kind"
"""by these a page is found again, wherever it was moved to"""
Value = str | tuple[str, ...]
"""A front matter value: a string or a list of strings; empty ones are not written."""

_KEY = re.compile(r"^([A-Za-z][\w-]*)\s*:(?:\s|$)")
_ITEM = re.compile(r"^\s*-(?:\s+(.*))?$")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|<|\{\{")


@dataclass(frozen=True, slots=True)
class Merged:
    """Front matter as it is to be: its lines, and whether a changed value of a person's was left standing."""

    lines: tuple[str, ...]
    kept: bool


def written(key: str, value: Value) -> str:
    """Returns one line of front matter. The key is ours; the value may be any text."""
    data = list(value) if isinstance(value, tuple) else value
    # YAML knows fewer printable characters than JSON and takes the same escapes. Template tags are escaped as well,
    # since some tools run them wherever they stand in a file.
    return f"{key}: {_ESCAPED.sub(_escape, json.dumps(data, ensure_ascii=False))}"


def _escape(found: re.Match[str]) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in found[0])


def literal(text: str) -> str:
    """Returns text from outside as one cleaned line that no vault takes for a link to a page."""
    return clean_line(text).replace("[[", "[ [").replace("]]", "] ]")


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a file: its fences as they stand there and the lines between."""

    opening: str = "---"
    lines: tuple[str, ...] = ()
    closing: str = "---"

    def text(self, lines: Sequence[str]) -> str:
        """Returns the front matter with other lines inside, ending with a newline."""
        return "\n".join([self.opening, *lines, self.closing]) + "\n"


def split(text: str) -> tuple[Front | None, str]:
    """Returns the front matter (None without any) and the rest of a page."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return Front(lines[0], tuple(lines[1:number]), line), "\n".join(lines[number + 1 :])
    return None, text


def entries(lines: Sequence[str]) -> list[tuple[str | None, tuple[str, ...]]]:
    """Returns the lines grouped by the key that they belong to, None for what stands before the first key."""
    groups: list[tuple[str | None, list[str]]] = []
    for line in lines:
        key = _KEY.match(line)
        if key or not groups:
            groups.append((key[1] if key else None, [line]))
        else:
            groups[-1][1].append(line)
    return [(key, tuple(group)) for key, group in groups]


def value_of(lines: Sequence[str]) -> Value:
    """Returns the value of one key's lines: flow or block list, quoted or plain string."""
    first = lines[0].partition(":")[2].strip()
    if first.startswith(("[", '"')):
        told = " ".join([first, *(line.strip() for line in lines[1:])]).strip()
        try:
            data = json.loads(told)
        except ValueError:
            return told
        if isinstance(data, str):
            return data
        return tuple(str(item) for item in data) if isinstance(data, list) else told
    items = [_ITEM.match(line) for line in lines[1:] if line.strip()]
    if not first and items and all(items):
        return tuple(_plain(item[1] or "") for item in items if item)
    return _plain(" ".join([first, *(line.strip() for line in lines[1:])]).strip())


def _plain(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return text


def _moments(*values: Value) -> bool:
    """Says whether all values are moments to the minute with their zone: nobody's own words."""
    return all(isinstance(value, str) and _MOMENT.match(value) for value in values)


def merge(
    lines: Sequence[str], new: Sequence[tuple[str, Value]], last: Mapping[str, Value], untouched: frozenset[str]
) -> Merged:
    """Returns front matter with the new values where the person has not spoken.

    ``last`` are the values that were last written (what differs from them is the person's word), ``untouched`` the
    keys that are left as they are.
    """
    groups = entries(lines)
    there = {key: value_of(group) for key, group in groups if key}
    fresh: dict[str, Value] = {}
    kept = False
    for key, value in new:
        if key in untouched and key in there:
            continue
        if key not in there:
            if key not in last and value:
                fresh[key] = value
            continue
        current, before = there[key], last.get(key)
        if current in (value, before) or (before is None and _moments(current, value)):
            fresh[key] = value
        elif isinstance(current, tuple) and isinstance(value, tuple):
            old = before if isinstance(before, tuple) else ()
            fresh[key] = (
                *(item for item in current if item in value or item not in old),
                *(item for item in value if item not in old and item not in current),
            )
        else:
            kept = True
    out: list[str] = []
    for name, group in groups:
        if name is None or name not in fresh:
            out += group
            continue
        value = fresh.pop(name)
        if there[name] == value:
            out += group
        elif value:
            out.append(written(name, value))
    out += [written(key, value) for key, value in fresh.items() if value]
    return Merged(tuple(out), kept)
