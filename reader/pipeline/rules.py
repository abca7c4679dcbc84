"""After a sync: the reader's own rules over the new articles, and the command that is told of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from reader.clean import clean_line
from reader.config import Rule
from reader.model.filters import ArticleFilter
from reader.store.connection import Connection
from reader.store.listing import records
from reader.store.lists import keys_since
from reader.store.reading import mark_keys

TOLD = 100
"""articles that the command is told of at once, the newest; it is told how many were left out"""
SECONDS = 30.0
"""that the command may take"""

Notice = dict[str, Any]
"""``{"articles": [as in list, with "rules" and "watched"], "left_out": how many more}``"""


def apply_rules(conn: Connection, rules: Sequence[Rule], since: int, now: datetime) -> dict[str, list[int]]:
    """Does what the rules say to the articles stored after the inner key ``since``, in the caller's transaction.

    Returns what each rule found (its name → inner keys). All rules look before any acts: none sees another's marks.
    """
    found = {rule.name: keys_since(conn, ArticleFilter(query=rule.query), since, now=now) for rule in rules}
    for rule in rules:
        mark_keys(
            conn,
            found[rule.name],
            read=True if rule.mark_read else None,
            star=True if rule.star else None,
            tag=rule.tags,
            now=now,
        )
    return found


def notice_of(
    conn: Connection, found: Mapping[str, Sequence[int]], watched: Sequence[str], since: int
) -> Notice | None:
    """Returns what the command is told of: what rules found and what names a watched company, newest first.

    Returns None where there is nothing to tell.
    """
    by_rule: dict[int, list[str]] = {}
    by_company: dict[int, list[str]] = {}
    for name, keys in found.items():
        for key in keys:
            by_rule.setdefault(key, []).append(name)
    for company in watched:
        for key in keys_since(conn, ArticleFilter(company=company), since):
            by_company.setdefault(key, []).append(company)
    told = sorted(by_rule.keys() | by_company.keys(), reverse=True)
    if not told:
        return None
    some = told[:TOLD]
    articles = [
        {**record, "rules": by_rule.get(key, []), "watched": by_company.get(key, [])}
        for key, record in zip(some, records(conn, some), strict=True)
    ]
    articles.sort(key=lambda article: str(article["published"] or article["first_seen"]), reverse=True)
    return {"articles": articles, "left_out": len(told) - len(some)}


def tell(command: Sequence[str], notice: Notice) -> str | None:
    """Runs the reader's command without a shell, the notice as JSON on its standard input.

    What it prints is thrown away. Returns what went wrong, None where all went well.
    """
    data = json.dumps(notice, ensure_ascii=False).encode("utf-8")
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,  # so that all that it started can be ended with it
            )
        except (OSError, ValueError) as error:
            return f"{clean_line(command[0], 100)}: {clean_line(str(error), 200)}"
        try:
            process.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"{clean_line(command[0], 100)}: it took more than {SECONDS:g} s and was ended"
        finally:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.returncode == 0:
            return None
        complaints.seek(0)
        said = complaints.read(4000).decode("utf-8", "replace").strip().splitlines()
    why = f": {clean_line(said[-1], 200)}" if said else ""
    return f"{clean_line(command[0], 100)}: it ended with code {process.returncode}{why}"
