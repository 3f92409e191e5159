"""Whose pages may speak to this server, and by which names it is reached: the one list, for forms and for sockets.

Nothing that a proxy, or somebody who pretends to be one, writes into a request (``X-Forwarded-…``) counts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from facilitation.config import Config

# As browsers write them; anything else is nobody's.
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[0-9a-z._-]+)(?::[0-9]{1,5})?")
_USUAL_PORTS = {"http": 80, "https": 443}
# The names of the machine itself, for whoever sits at it.
_HERE = ("localhost", "127.0.0.1", "[::1]")


class Origins:
    """The origins and hosts of one configuration."""

    def __init__(self, config: Config) -> None:
        own = f"[{config.host}]" if ":" in config.host else config.host
        self._public = origin_of(config.address)
        self._onion = origin_of(config.onion_url) if config.onion_url else None
        listed = [origin_of(f"http://{name}:{config.port}") for name in (*_HERE, own) if name]
        self._origins = frozenset([*listed, self._public, *filter(None, [self._onion])])
        self._names = frozenset(_name_in(urlsplit(origin).netloc) for origin in self._origins)

    def allows(self, origin: str, host: str) -> bool:
        """Whether a page of this origin may use what was asked for at this host.

        It may where it is on the list, letter by letter. In a hall without a name for the server, it may where it has
        the very address that was asked for: a stranger's page cannot have an address of ours, only a name that leads
        to it (DNS rebinding), and names have to be on the list.
        """
        if origin in self._origins:
            return True
        return origin == f"http://{host}" and _is_address(host) and host != urlsplit(self._public).netloc

    def knows(self, host: str | None) -> bool:
        """Whether this is a name of ours, whatever the port; no browser leaves it out, so who does is none."""
        if host is None:
            return True
        name = _name_in(host.lower())
        return bool(name) and (name in self._names or _is_address(host.lower()))

    def admits(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request, by its head, comes from a page of ours or from no page at all."""
        if (origin := environ.get("HTTP_ORIGIN")) is not None:
            return self.allows(origin, environ.get("HTTP_HOST", ""))
        return environ.get("HTTP_SEC_FETCH_SITE", "same-origin") in ("same-origin", "none")

    def vouches(self, environ: Mapping[str, Any]) -> bool:
        """Whether the browser says that a page of ours sent this; what holds no browser's cookie need not say so."""
        if environ.get("HTTP_ORIGIN") is not None:
            return self.admits(environ)
        return environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"

    def is_secure(self, host: str | None) -> bool:
        """Whether who asks at this host came by https. To an onion service they come by http, which Tor encrypts."""
        if self._onion and (host or "").lower() == urlsplit(self._onion).netloc:
            return False
        return self._public.startswith("https:")

    def elsewhere(self, host: str | None) -> str | None:
        """The onion service's address, for a page that was asked for at the public one by https."""
        is_public = self._public.startswith("https:") and (host or "").lower() == urlsplit(self._public).netloc
        return self._onion if is_public else None


def origin_of(url: str) -> str:
    """The origin of an address of ours as a browser would write it."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name.encode("idna").decode()
    port = "" if parts.port in (None, _USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{name}{port}"


def _name_in(host: str) -> str:
    found = _HOST.fullmatch(host)
    return found["name"] if found else ""


@lru_cache(maxsize=64)  # a hall asks for one
def _is_address(host: str) -> bool:
    """Whether a host, in a browser's writing, is an IP address or this machine, for which nobody needs a name."""
    name = _name_in(host)
    if name in _HERE:
        return True
    try:
        return bool(name) and (ipaddress.ip_address(name.strip("[]")).version == 6) == name.startswith("[")
    except ValueError:
        return False
