"""Reads the gazetteer: ``companies.toml`` and ``topics.toml``, ours first, then a person's file over it.

A person's entry with the id of one of ours changes the fields that it names and keeps the rest; ``remove = true``
takes an organisation out. Everything is strict: a complaint names file, line, key and the nearest valid name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from reader.model.lexicon import Company, CompanyKind, Topic
from reader.toml_file import TomlFile

PRIORS = ("sure", "likely", "unlikely", "never")
_LISTS = ("aliases", "products", "people", "needs_any", "not_near", "shaky", "sectors")
_STRINGS = ("id", "name", "ticker", "parent")
_COMPANY_KEYS = (*_STRINGS, *_LISTS, "kind", "prior", "year_end", "remove")
_TOPIC_KEYS = ("id", "name", "threshold", "terms", "remove")
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}\Z")
_NAME_LIMIT = 120


def slug(name: str) -> str:
    """Returns the id of a name: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def read_companies(*paths: Path) -> tuple[Company, ...]:
    """Returns the organisations of our list, changed and added to by the files of ``paths`` that exist, in order.

    A part stays where its owner is taken out. Raises ConfigError where a file is not what it should be, or a parent
    is not in the list.
    """
    found: dict[str, Company] = {}
    sources: dict[str, tuple[TomlFile, int]] = {}
    removed: set[str] = set()
    for file in (_shipped("companies.toml"), *_existing(paths)):
        for number, row in enumerate(_rows(file, "company")):
            key = _identify(file, row, "company", number)
            if row.get("remove") is True:
                found.pop(key, None)
                removed.add(key)
                continue
            found[key] = _company(file, row, number, key, found.get(key))
            sources[key] = (file, number)
    for company in tuple(found.values()):
        if company.parent is not None and company.parent not in found:
            if company.parent in removed:
                found[company.id] = replace(company, parent=None)
                continue
            file, number = sources[company.id]
            raise file.error(f"{company.parent!r} is not the id of a company", "company", number, "parent")
    return tuple(found.values())


def read_topics(*paths: Path) -> tuple[Topic, ...]:
    """Returns the topics of our list, changed and added to by the files of ``paths`` that exist, in order.

    In a topic's ``terms`` a term's weight replaces ours; weight 0 takes the term out. Raises ConfigError.
    """
    found: dict[str, Topic] = {}
    for file in (_shipped("topics.toml"), *_existing(paths)):
        for number, row in enumerate(_rows(file, "topic")):
            key = _identify(file, row, "topic", number)
            if row.get("remove") is True:
                found.pop(key, None)
                continue
            found[key] = _topic(file, row, number, key, found.get(key))
    return tuple(found.values())


def _shipped(name: str) -> TomlFile:
    source = files("reader.data").joinpath(name).read_text(encoding="utf-8")
    return TomlFile.parse(Path(name), source)


def _existing(paths: Iterable[Path]) -> list[TomlFile]:
    return [TomlFile.read(path) for path in paths if path.exists()]


def _rows(file: TomlFile, table: str) -> list[dict[str, Any]]:
    file.check_keys(file.data, (table,))
    rows = file.get(file.data, table, list) or []
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise file.error(f"must be a table, written as [[{table}]]", table, number)
        file.check_keys(row, _COMPANY_KEYS if table == "company" else _TOPIC_KEYS, table, number)
    return rows


def _identify(file: TomlFile, row: Mapping[str, Any], table: str, number: int) -> str:
    key = file.get(row, "id", str, table, number)
    name = file.get(row, "name", str, table, number)
    if not key and not name:
        raise file.error("needs an id or a name", table, number)
    key = key or slug(name)
    if not _SLUG.match(key):
        raise file.error(f"{key!r} is no id: lower-case letters, digits and hyphens", table, number, "id")
    return str(key)


def _company(file: TomlFile, row: Mapping[str, Any], number: int, key: str, known: Company | None) -> Company:
    at = ("company", number)
    given: dict[str, Any] = {}
    for name in _STRINGS:
        value = file.get(row, name, str, *at)
        if value is not None:
            given[name] = value
    for name in _LISTS:
        if name in row:
            given[name] = _names(file, row, name, at)
    kind = file.choice(row, "kind", [k.value for k in CompanyKind], *at)
    if kind is not None:
        given["kind"] = CompanyKind(kind)
    prior = file.choice(row, "prior", PRIORS, *at)
    if prior is not None:
        given["prior"] = prior
    year_end = file.get(row, "year_end", int, *at)
    if year_end is not None:
        if not 1 <= year_end <= 12:
            raise file.error("must be a month from 1 to 12", *at, "year_end")
        given["year_end"] = year_end
    given["id"] = key
    if known is not None:
        company = replace(known, **given)
    elif "name" not in given:
        raise file.error(f"{key!r} is new and needs a name", *at)
    else:
        company = Company(**given)
    if not company.name.strip() or len(company.name) > _NAME_LIMIT:
        raise file.error(f"must have 1 to {_NAME_LIMIT} characters", *at, "name")
    return company


def _names(file: TomlFile, row: Mapping[str, Any], key: str, at: tuple[str, int]) -> tuple[str, ...]:
    names = tuple(" ".join(name.split()) for name in file.strings(row, key, *at))
    for name in names:
        if not name or len(name) > _NAME_LIMIT:
            raise file.error(f"{name!r} must have 1 to {_NAME_LIMIT} characters", *at, key)
    return names


def _topic(file: TomlFile, row: Mapping[str, Any], number: int, key: str, known: Topic | None) -> Topic:
    at = ("topic", number)
    terms = dict(known.terms) if known else {}
    for term, weight in (file.get(row, "terms", dict, *at) or {}).items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not -20 <= weight <= 20:
            raise file.error("must be a weight from -20 to 20", *at, "terms", term)
        terms[term] = float(weight)
    name = file.get(row, "name", str, *at) or (known.name if known else key)
    threshold = file.get(row, "threshold", (int, float), *at)
    return Topic(
        id=key,
        name=name,
        terms=tuple((term, weight) for term, weight in terms.items() if weight),
        threshold=float(threshold) if threshold is not None else known.threshold if known else Topic("", "").threshold,
    )
