"""A person's own layout: a Jinja2 template that puts a page's parts and values in an order of its own.

Templates run in Jinja2's immutable sandbox: they read values and cannot call into the program. Every text in the
values is Markdown already, escaped like that of the built-in pages, so a headline stays a headline whatever a
template does with it. What a template makes is a block of ours like any other: an edit of yours to it stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.clean import clean
from reader.errors import UsageError
from reader.export.markdown import inline, safe_url
from reader.export.sources import defined_labels, known_mark
from reader.export.wording import date_words
from reader.model.exports import Page, PageBlock
from reader.model.text import SourceRef
from reader.wording import LONG

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2 import Template as Compiled

NEEDS = "templates need an extra: pip install 'tapeout[templates]'"
BLOCK = "page"
LIMIT = 4 * 1024 * 1024
"""characters that a template may make of one page"""
_EXPRESSIONS = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""what a template's own expressions run into: its fault, not a bug of ours"""
_ADDRESSES = frozenset(("url", "site"))


class Template:
    """A template that was read from a file. Others beside the file may be included or extended."""

    def __init__(self, path: Path, compiled: Compiled) -> None:
        self._path = path
        self._compiled = compiled

    @classmethod
    def read(cls, path: Path) -> Template:
        """Reads and compiles a template. Raises UsageError where it cannot be read or is none, naming the line."""
        try:
            import jinja2
        except ImportError as error:
            raise UsageError(NEEDS) from error
        try:
            return cls(path, _environment(path.parent).get_template(path.name))
        except jinja2.TemplateNotFound as error:
            raise UsageError(f"{error.name}: no such template in {path.parent}") from error
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(f"{error.filename or path}, line {error.lineno}: {error.message}") from error
        except (OSError, *_EXPRESSIONS) as error:  # expressions of constants are computed when a template is read
            raise UsageError(f"{path}: cannot be read as a template: {error}") from error

    def page(self, page: Page, values: Mapping[str, Any]) -> Page:
        """Returns a page with the same front matter whose text is what the template makes.

        The template sees ``values`` (the shapes that ``--json`` prints, texts escaped, each source with the ``mark``
        of its footnote), ``kind``, ``id`` and ``parts``: the blocks of the built-in page by name, ``""`` where it has
        nothing of the kind. A volatile part (what changed since the last briefing) stays a block of its own, so that
        it is no reason to write the page anew. Raises UsageError for a template that fails, with its line.
        """
        # Values hold no control characters, so no text from outside can stand for such a place.
        places = {f"\x02{block.name}\x03": block for block in page.blocks if block.volatile and block.text}
        marks = {block.name: mark for mark, block in places.items()}
        parts = {block.name: marks.get(block.name, block.text) for block in page.blocks}
        defined = defined_labels(page.blocks)
        text = self._made({**_escaped(values, defined), "kind": page.kind, "id": page.id, "parts": parts})
        return replace(page, blocks=_blocks(text, places))

    def _made(self, values: Mapping[str, Any]) -> str:
        import jinja2

        made: list[str] = []
        room = LIMIT
        try:
            for piece in self._compiled.generate(values):
                made.append(piece)
                room -= len(piece)
                if room < 0:
                    raise UsageError(f"{self._path}: makes more than {LIMIT:,} characters of one page")
        except jinja2.TemplateNotFound as error:
            raise UsageError(f"{self._path}: includes {error.name}, which is not in {self._path.parent}") from error
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(f"{error.filename or self._path}, line {error.lineno}: {error.message}") from error
        except (jinja2.TemplateError, *_EXPRESSIONS) as error:
            raise UsageError(
                f"{self._path}, line {_line(error)}: {str(error) or 'asks for too much memory'}"
            ) from error
        return "".join(made)


def _environment(folder: Path) -> Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Values(ImmutableSandboxedEnvironment):
        """``row.values`` is the row's values, not the method of the mapping that holds them."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, Mapping) and attribute in obj:
                return obj[attribute]
            return super().getattr(obj, attribute)

    environment = Values(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # the values are escaped before they get here: as Markdown, not as HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"dated": _dated, "amount": _amount}
    return environment


def _line(error: BaseException) -> int | str:
    """Returns the line of the template that failed: Jinja2 rewrites tracebacks to template lines."""
    found: int | str = "?"
    trace = error.__traceback__
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _escaped(value: Any, defined: Collection[str], key: str = "") -> Any:
    """Returns a value of JSON with every text as Markdown, addresses safe to link or empty, sources with their mark.

    ``defined`` are the labels of the page's footnotes.
    """
    if isinstance(value, str):
        return (safe_url(value) or "") if key in _ADDRESSES else inline(value)
    if isinstance(value, Mapping):
        told = {name: _escaped(part, defined, name) for name, part in value.items()}
        if value.keys() >= {"article", "start", "end"}:
            told["mark"] = known_mark(SourceRef(value["article"], value["start"], value["end"]), defined)
        return told
    if isinstance(value, Sequence):
        return [_escaped(part, defined, key) for part in value]
    return value


def _dated(edtf: str, approx: bool = False) -> str:
    """The filter ``dated``: an EDTF date or a moment in words."""
    return date_words(edtf.partition("T")[0], approx) if edtf else ""


def _amount(value: float | None, unit: str) -> str:
    """The filter ``amount``: a value in base units with its unit, as the ledger shows it; empty for none."""
    return "" if value is None else inline(LONG.amount(value, unit), start=False)


def _blocks(text: str, places: Mapping[str, PageBlock]) -> tuple[PageBlock, ...]:
    """Returns a template's text as blocks, cut where a volatile part stands on a line of its own."""
    cut = re.split(r"^[ \t]*(\x02[a-z-]+\x03)[ \t]*$", text, flags=re.MULTILINE)
    blocks: list[PageBlock] = []
    for part in cut:
        if block := places.get(part):
            if block not in blocks:
                blocks.append(block)
            continue
        whole = re.sub("\x02[a-z-]+\x03", "", part)
        shown = clean(whole).replace("<!-- tapeout:", "<!-- template:").strip("\n")
        if shown.strip():
            count = sum(block.name.startswith(BLOCK) for block in blocks)
            blocks.append(PageBlock(f"{BLOCK}-{'abcdefgh'[count - 1]}" if count else BLOCK, shown))
    return tuple(blocks)
