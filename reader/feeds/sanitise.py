"""HTML of entries: what may stay of it, and links made absolute."""

from __future__ import annotations

import html
import re

import nh3

from reader.clean import clean

HTML_LIMIT = 4 * 1024 * 1024
TAGS = frozenset(
    ("a", "abbr", "address", "article", "aside", "b", "blockquote", "br", "caption", "center", "cite", "code", "dd",
     "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp",
     "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
     "thead", "time", "tr", "tt", "u", "ul", "var", "wbr")
)  # fmt: skip
DROPPED = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg", "math", "form", "select",
     "option", "button", "textarea", "title", "xmp", "noembed", "noframes", "canvas", "audio", "video")
)  # fmt: skip
"""tags whose content goes with them"""
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "ol": {"start", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
SCHEMES = frozenset(("http", "https", "mailto"))
_NAMES = "|".join(sorted(TAGS | {"font", "big", "script", "style", "iframe", "input", "form", "video", "audio", "svg"}))
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EDGE = re.compile(r"(?:\s|&nbsp;)+")


_NESTING = 200
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]*>")
_FLAT = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "colgroup", "br", "hr", "img", "wbr",
     "input", "link", "meta", "area", "base", "col", "embed", "param", "source", "track")
)  # fmt: skip
"""tags that cannot lie in their own kind without others between them, and those without content"""


def shallow(markup: str) -> str:
    """Returns HTML without tags that lie more than 200 deep: an HTML parser takes quadratic time on them."""
    if markup.count("<") <= _NESTING:
        return markup
    depth = dropped = here = 0
    kept: list[str] = []
    for found in _ANY_TAG.finditer(markup):
        if found[2].lower() in _FLAT:
            continue
        if found[1]:
            gone = dropped > 0
            dropped, depth = (dropped - 1, depth) if gone else (0, max(depth - 1, 0))
        else:
            gone = depth >= _NESTING
            dropped, depth = (dropped + 1, depth) if gone else (0, depth + 1)
        if gone:
            kept.append(markup[here : found.start()])
            here = found.end()
    return "".join((*kept, markup[here:])) if kept else markup


class Sanitiser:
    """Cleans the HTML of one document's entries; remembers a cleaner for each base address."""

    def __init__(self) -> None:
        self._cleaners: dict[str, nh3.Cleaner] = {}

    def clean(self, markup: str, base: str) -> str:
        """Returns safe HTML: our tags and attributes, http(s) and mailto links, relative ones made absolute."""
        markup = markup.strip()
        if not markup:
            return ""
        if "<" not in markup and "&" not in markup:
            return clean(markup[:HTML_LIMIT])
        cleaner = self._cleaners.get(base)
        if cleaner is None:
            if len(self._cleaners) > 50:
                self._cleaners.clear()
            cleaner = self._cleaners[base] = _cleaner(base)
        return clean(cleaner.clean(shallow(markup[:HTML_LIMIT]))).strip()


def _cleaner(base: str) -> nh3.Cleaner:
    absolute = base.startswith(("http://", "https://"))
    try:
        return nh3.Cleaner(
            tags=TAGS,
            clean_content_tags=DROPPED,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel=None,
            url_relative=("rewrite_with_base", base) if absolute else "deny",
        )
    except ValueError:  # a base that nh3 cannot read
        return nh3.Cleaner(
            tags=TAGS, clean_content_tags=DROPPED, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None,
            url_relative="deny",
        )  # fmt: skip


def has_markup(text: str) -> bool:
    """Says whether text holds tags or entities of HTML."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def text_of(markup: str) -> str:
    """Returns a title's or name's text: known tags taken out, entities read (twice where they were written twice)."""
    text = markup
    if "<" in text:
        text = _TAG.sub(" " if "<br" in text.lower() or "<p" in text.lower() else "", text)
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def html_of(text: str) -> str:
    """Returns plain text as HTML: its paragraphs and lines stay."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(f"<p>{html.escape(paragraph, quote=False).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)
