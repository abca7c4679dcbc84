"""Bytes of a document to text that an XML parser takes: encodings of every kind, and what feeds do to XML."""

from __future__ import annotations

import codecs
import html.entities
import re

from reader.errors import FeedError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"Lo\xa7\x94", "cp037"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
_KNOWN = re.compile(
    r"us-?ascii|ascii|utf-?_?8|utf-?_?16(?:[-_]?[lb]e)?|utf-?_?32(?:[-_]?[lb]e)?|iso[-_]?8859[-_]?\d{1,2}|latin[-_]?\d{1,2}|"
    r"windows[-_]?\d{3,4}|cp[-_]?\d{2,5}|koi8[-_][rut]|gb[-_]?2312(?:-80)?|gbk|gb18030|hz(?:-gb-2312)?|big5(?:[-_]hkscs)?|"
    r"s(?:hift)?[-_]?jis|x-sjis|euc[-_]?(?:jp|kr|cn|tw)|iso-2022-(?:jp|kr)(?:-\d)?|ks_c_5601-1987|tis-?620|mac[-_]?\w{2,12}|macintosh"
)
_WIDER = {
    "gb2312": "gb18030", "gb-2312": "gb18030", "gb2312-80": "gb18030", "gbk": "gb18030", "euc-cn": "gb18030",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "x-sjis": "cp932",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "macintosh": "mac-roman", "utf-16": "utf-16", "big5": "big5hkscs",
}  # fmt: skip
"""what browsers read where the narrower one is named"""
_STATEFUL = ("iso2022", "hz")
_DECLARATION = re.compile(r"\s{0,100}<\?xml\s[^>]{0,300}>")
_ENCODING = re.compile(rb"""^\s{0,100}<\?xml\s[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,8}|[xX][0-9A-Fa-f]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});)")
_PAIR = re.compile(r"&#(5[56]\d{3}|[xX][dD][89aAbB][0-9a-fA-F]{2});&#(5[67]\d{3}|[xX][dD][c-fC-F][0-9a-fA-F]{2});")
_XML_NAMES = frozenset(("lt", "gt", "amp", "quot", "apos"))


def _codec(name: str | None) -> str | None:
    """Returns the codec for a declared encoding, None for what is no encoding of characters in files."""
    if not name:
        return None
    name = name.strip().lower()
    if not _KNOWN.fullmatch(name):
        return None
    name = _WIDER.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def declared(body: bytes, content_type: str | None) -> tuple[str | None, str | None]:
    """Returns the codecs that the HTTP header and the XML declaration name, None where they name none that is known."""
    found = _CHARSET.search(content_type or "")
    inner = _ENCODING.match(body[:1024])
    return _codec(found[1] if found else None), _codec(inner[1].decode("ascii") if inner else None)


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """Returns the text of ``body`` and the codec that gave it; never fails.

    A byte order mark wins, then UTF-8 where the bytes are valid UTF-8 (other text hardly ever is, whatever the
    headers say), then what HTTP, then what the XML declaration names, then Windows-1252.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), codec
    for start, codec in _UNMARKED:
        if body.startswith(start):
            return body.decode(codec, "replace"), codec
    outer, inner = declared(body, content_type)
    for name in (outer, inner):
        if name and name.startswith(_STATEFUL):
            return body.decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    for name in (outer, inner):
        if name and name != "utf-8" and not name.startswith(("utf-16", "utf-32")):
            try:
                return body.decode(name), name
            except UnicodeDecodeError:
                continue
    if outer in (None, "utf-8") and inner in (None, "utf-8"):
        text = body.decode("utf-8", "replace")
        sound = sum(1 for sign in text if sign > "\x7f") - text.count("\ufffd")
        if text.count("\ufffd") * 2 <= sound:
            return text, "utf-8"
    last = next((name for name in (inner, outer) if name and name != "utf-8"), "cp1252")
    return body.decode(last, "replace"), last


def mend(text: str) -> str:
    """Returns XML text without what makes an XML parser give up though its meaning is plain.

    Control characters and references to them go, pairs of surrogate references are joined, HTML's named entities
    become their characters, white space before the declaration goes, and the declaration itself with its encoding.
    """
    text = _DECLARATION.sub("", text, count=1) if _DECLARATION.match(text) else text.lstrip()
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text)
    if "&" in text:
        if "&#5" in text or "&#xd" in text.lower():
            text = _PAIR.sub(_joined, text)
        text = _REFERENCE.sub(_resolved, text)
    return text


def _number(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _joined(found: re.Match[str]) -> str:
    high, low = _number(found[1]), _number(found[2])
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return found[0]


def _resolved(found: re.Match[str]) -> str:
    if found[1]:
        code = _number(found[1])
        legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if legal else ""
    name = found[2]
    if name in _XML_NAMES:
        return found[0]
    return html.entities.html5.get(name + ";", found[0])


def refuse_entities(text: str) -> None:
    """Raises FeedError where the document declares entities: no feed needs them, bombs and file readers are made so.

    What stands in comments and CDATA declares nothing.
    """
    place = text.find("<!ENTITY")
    if place < 0:
        return
    here = 0
    while True:
        place = text.find("<!ENTITY", here)
        if place < 0:
            return
        comment, section = text.find("<!--", here), text.find("<![CDATA[", here)
        if 0 <= comment < place and (section < 0 or comment < section):
            end, here = text.find("-->", comment + 4), comment
        elif 0 <= section < place:
            end, here = text.find("]]>", section + 9), section
        else:
            raise FeedError("the document declares XML entities, which are not taken")
        if end < 0:
            raise FeedError("the document declares XML entities, which are not taken")
        here = end + 3
