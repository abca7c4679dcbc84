"""Who may ask: whoever knows the token, under a host name that is ours, from a page that is ours.

Any page that is open in the browser can send requests to the loopback address. It does not know the token; a name of
its own that it lets point here (DNS rebinding) shows in ``Host``, and its own address in ``Origin``.
"""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass

TOKEN_BYTES = 16
_NOWHERE = ("0.0.0.0", "::")
_LOCAL = ("127.0.0.1", "localhost", "::1")


def new_token() -> str:
    """Returns 128 random bits, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_loopback(host: str) -> bool:
    """Says whether a server that listens on ``host`` can be reached from its own machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def in_address(host: str) -> str:
    """Returns a host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges requests to a server that listens on ``host`` and ``port``, by plain values of their headers."""

    token: str
    host: str
    port: int

    @property
    def address(self) -> str:
        """The address that opens the reader."""
        return f"http://{self._netloc('127.0.0.1' if self.host in _NOWHERE else self.host)}/{self.token}/"

    def knows(self, token: str) -> bool:
        """Says whether a token is ours, in a time that does not tell how much of it was right."""
        return secrets.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def own_host(self, host: str | None) -> bool:
        """Says whether a ``Host`` header names this server.

        One that listens everywhere is named by any literal address: only names can be made to point here.
        """
        if not host:
            return False
        host = host.lower()
        if host in {self._netloc(name) for name in self._names()}:
            return True
        if self.host not in _NOWHERE:
            return False
        name = host.removesuffix(f":{self.port}") if self.port != 80 else host
        try:
            address = ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return host == self._netloc(str(address))

    def own_origin(self, origin: str | None, host: str | None) -> bool:
        """Says whether an ``Origin`` header is that of a page that came from here under the same ``Host``."""
        return self.own_host(host) and origin is not None and origin.lower() == f"http://{host}".lower()

    def _names(self) -> tuple[str, ...]:
        return (self.host, *_LOCAL) if self.host in _NOWHERE or is_loopback(self.host) else (self.host,)

    def _netloc(self, name: str) -> str:
        return in_address(name.lower()) + ("" if self.port == 80 else f":{self.port}")
