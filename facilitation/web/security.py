"""Headers that keep a browser on our side, and proof that a form was ours."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from urllib.parse import quote

from flask import Blueprint, Flask, Request, Response, request
from flask.sessions import SessionInterface

from facilitation.config import Config
from facilitation.errors import Refused
from facilitation.web import current

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

# What senses or reaches out, which no screen here does; what they do need is their own alone. Each phone gets this with
# some fifty files, so what harms nobody is not named.
_REFUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid",
            "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking")  # fmt: skip
_NEEDED = ("clipboard-write", "fullscreen", "screen-wake-lock")
_PERMISSIONS = [f"{name}=()" for name in _REFUSED] + [f"{name}=(self)" for name in _NEEDED]

# On every answer. Under "no-referrer" browsers write "Origin: null" on our own forms; under this one, other sites are
# told nothing either.
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": ", ".join(_PERMISSIONS),
}
# What stands in an address as it is, beside letters and digits (RFC 3986); a query comes as it was sent.
_IN_PATHS = "/:@!$&'()*+,;="
_IN_QUERIES = _IN_PATHS + "?%"
NOT_KEPT = ("Cache-Control", "no-store")


class NoSession(SessionInterface):
    """No cookie but the seat's: nothing is read from a session's, and writing to one raises."""

    def open_session(self, app: Flask, request: Request) -> None:
        """Nothing, which Flask replaces by a session that cannot be written to."""


def headers_of(config: Config) -> dict[str, str]:
    """What stands on every answer of a server: where people come by https, they shall never come otherwise."""
    if not config.address.startswith("https:"):
        return HEADERS
    return HEADERS | {"Strict-Transport-Security": "max-age=31536000"}


def init_app(app: Flask) -> None:
    """Let in who asks for a name of ours; put the headers on every answer, and what forms need into every page."""
    app.session_interface = NoSession()
    app.before_request(_check_host)
    app.after_request(_headers)
    app.context_processor(lambda: {"new_id": lambda: str(uuid.uuid4())})


def csrf_token(seat_token: str | None) -> str:
    """What a form of this seat's pages carries; for somebody without a seat yet, a fixed value per server."""
    message = b"form:" + (seat_token or "").encode("utf-8", "replace")
    return hmac.digest(current.config().secret_key.encode(), message, hashlib.sha256).hex()[:32]


def seat_mark(seat_token: str | None) -> str:
    """A short mark by which a page can tell one seat from the next; it opens nothing."""
    message = b"mark:" + (seat_token or "").encode("utf-8", "replace")
    return hmac.digest(current.config().secret_key.encode(), message, hashlib.sha256).hex()[:8]


def check_form(seat_token: str | None) -> None:
    """Refuse a form that does not come from a page that we gave to this seat."""
    check_origin()
    if not hmac.compare_digest(request.form.get("csrf", "").encode(), csrf_token(seat_token).encode()):
        raise Refused("form.expired")


def check_origin() -> None:
    """Refuse what the browser says another site's page sent."""
    if _is_foreign():
        raise Refused("form.foreign")


def no_other_sites(door: Blueprint) -> None:
    """Refuse at this door what another site's page sends to change something; programs, which say nothing, go on.

    A browser sends JSON whoever's page asks, where it is called text, and to a server that nobody else reaches.
    """

    def check() -> None:
        if request.method not in ("GET", "HEAD"):
            check_origin()

    door.before_request(check)


def _is_foreign() -> bool:
    """Whether the browser says that another site's page sent this; an opaque origin is another site's."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    return not current.origins().admits(request.environ)


def _check_host() -> None:
    """Refuse a name that is none of ours: a stranger's page may have led it here, and would read what we answer.

    Whoever watches over the server asks at any name, and is told nothing but that.
    """
    if request.path != "/healthz" and not current.origins().knows(request.environ.get("HTTP_HOST")):
        raise Refused("host.unknown")


def _headers(response: Response) -> Response:
    # One look for all of them, on every answer: asking for each by itself takes longer than the rest of a page.
    there = {name.lower() for name, _value in response.headers}
    for name, value in (*headers_of(current.config()).items(), NOT_KEPT):
        if name.lower() not in there:
            response.headers.add(name, value)
    onion = current.origins().elsewhere(request.environ.get("HTTP_HOST"))
    if onion and response.mimetype == "text/html":
        response.headers["Onion-Location"] = onion + _target()
    return response


def _target() -> str:
    """What was asked for, the host aside, as it can stand in a head: the path was decoded, and may be any text."""
    path = quote(request.path, safe=_IN_PATHS)
    return f"{path}?{quote(request.query_string, safe=_IN_QUERIES)}" if request.query_string else path
