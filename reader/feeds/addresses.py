"""Addresses of feeds and links: which are taken, how they are compared, and how they are shown."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from reader.clean import clean_line
from reader.errors import FeedError

URL_LIMIT = 2048
_PORTS = {"http": 80, "https": 443}
_SPACES = re.compile(r"[\x00-\x20\x7f]+")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_CLEAN_LINK = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/(?:[A-Za-z0-9!$&()*+,/:;=?@~._-]|%[0-9A-Fa-f]{2})*"
)
"""addresses that need no mending"""
_BARE_LINK = re.compile(r"https?://(?:www\.)?([a-z0-9][a-z0-9.-]*[a-z0-9])(/[^?#@]*|)")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "li_fat_id",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "oly_enc_id",
        "oly_anon_id",
        "vero_id",
        "wickedid",
        "rb_clickid",
        "s_cid",
        "ncid",
        "cmpid",
        "cmp",
        "ito",
        "xtor",
        "at_medium",
        "at_campaign",
        "at_custom1",
        "at_custom2",
        "at_custom3",
        "at_custom4",
        "at_link_id",
        "at_link_type",
        "at_link_origin",
        "at_format",
        "at_ptr_name",
        "at_bbc_team",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "ns_linkname",
        "ns_fee",
        "__s",
        "ref_src",
        "ref_url",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "share_id",
        "sh_kit",
        "taid",
        "tpcc",
        "soc_src",
        "soc_trk",
    ]
)
"""Query parameters that say how a reader came, never what is read."""
_TRACKING_PREFIX = re.compile(r"(?i)(?:utm|pk|mtm|piwik|hsa|stm|wt)_")


def split(url: str) -> SplitResult | None:
    """Returns the parts of an absolute http(s) address with a host and a possible port, None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        return None
    return parts


def check_url(url: str) -> str:
    """Returns a subscription's address without surrounding blanks and without ``feed:``.

    Raises FeedError where it is no http(s) address with a host, or longer than 2,048 characters.
    """
    text = url.strip()
    if text.lower().startswith("feed:"):
        text = text[5:]
        if text.startswith("//"):
            text = "http:" + text
    if len(text) > URL_LIMIT:
        raise FeedError(f"the address is longer than {URL_LIMIT} characters")
    if re.search(r"[\x00-\x20\x7f]", text):
        raise FeedError("the address holds blanks or control characters")
    scheme, colon, _ = text.partition("://")
    if not colon or scheme.lower() not in _PORTS:
        raise FeedError(f"only http and https addresses are taken, not {clean_line(text, 80)!r}")
    if split(text) is None:
        raise FeedError(f"the address has no valid host or port: {clean_line(shown(text), 80)!r}")
    return text


def ascii_host(host: str) -> str | None:
    """Returns a host name in lower case and ASCII (IDNA 2008 in its UTS 46 form), None where there is none."""
    host = host.rstrip(".")
    if host.isascii():
        return host.lower() or None
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None


def endpoint(url: str) -> tuple[str, int] | None:
    """Returns host (ASCII, lower case) and port that a request for ``url`` goes to, None for no http(s) address."""
    parts = split(url)
    if parts is None or parts.hostname is None:
        return None
    host = ascii_host(parts.hostname)
    return (host, parts.port or _PORTS[parts.scheme]) if host else None


def encoded(url: str) -> str:
    """Returns ``url`` with everything percent-encoded that must not stand in an address; what is encoded stays so."""
    text = _SPACES.sub("", url) if _SPACES.search(url) else url
    return quote(_BARE_PERCENT.sub("%25", text), safe=_SAFE)


def link(url: str | None) -> str | None:
    """Returns an absolute http(s) address that may be stored and opened, None for what is none.

    Blanks at its ends go, blanks inside and other signs are percent-encoded, user names and passwords are cut out.
    """
    if not url:
        return None
    if len(url) <= URL_LIMIT and _CLEAN_LINK.fullmatch(url):
        return url
    text = url.strip().replace("\t", "").replace("\n", "").replace("\r", "").replace(" ", "%20")
    parts = split(text)
    if parts is None or parts.hostname is None:
        return None
    host = ascii_host(parts.hostname)
    if host is None or not re.fullmatch(r"[a-z0-9._:~%-]+", host):
        return None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if parts.port in (None, _PORTS[parts.scheme]) else f"{host}:{parts.port}"
    made = encoded(urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, parts.fragment)))
    return made if len(made) <= URL_LIMIT else None


def same(url: str) -> str:
    """Returns the form by which two subscriptions' addresses are one: default port, fragment, case of the host go."""
    parts = split(url)
    if parts is None or parts.hostname is None:
        return url
    host = ascii_host(parts.hostname) or parts.hostname
    user, at, _ = parts.netloc.rpartition("@")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return urlunsplit((parts.scheme, f"{user}{at}{host}{port}", parts.path or "/", parts.query, ""))


def identity_url(url: str) -> str:
    """Returns the form by which two links are the same article: without tracking parameters and fragment words.

    Scheme, ``www.`` and a closing slash do not count. A fragment stays where it looks like a route (``#!/…``, ``#/…``).
    """
    if (plain := _BARE_LINK.fullmatch(url)) is not None:
        return plain[1] + plain[2].rstrip("/")
    parts = split(url)
    if parts is None or parts.hostname is None:
        return url
    host = (ascii_host(parts.hostname) or parts.hostname).removeprefix("www.")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    query = parts.query
    if query:
        kept = [
            pair
            for pair in query.split("&")
            if pair and pair.partition("=")[0].lower() not in TRACKING and not _TRACKING_PREFIX.match(pair)
        ]
        query = "&".join(kept)
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path = parts.path.rstrip("/")
    return f"{host}{port}{path}" + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def shown(url: str) -> str:
    """Returns an address fit to be shown: cleaned, one line, a password in it replaced by ``***``."""
    text = clean_line(url, URL_LIMIT)
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return text
    name, colon, _ = user.partition(":")
    return urlunsplit(parts._replace(netloc=f"{name}{':***' if colon else ''}@{host}"))


def is_public(address: str) -> bool:
    """Says whether an IP address (no name) is one of the open Internet.

    Loopback, private, link-local, shared, multicast, reserved and unspecified addresses are not, nor are IPv6 forms
    that carry such an IPv4 address within (mapped, compatible, 6to4, NAT64, Teredo).
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _inner(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    packed = int(ip)
    if packed >> 32 == 0x0064FF9B << 64 or (packed >> 32 == 0 and packed > 1):
        return ipaddress.IPv4Address(packed & 0xFFFFFFFF)
    return None
