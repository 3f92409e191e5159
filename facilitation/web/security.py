"""Headers that keep a browser on our side, and proof that a form was ours."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface

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

# On every answer. Under "no-referrer" browsers write "Origin: null" on our own forms; under this one, other sites are
# told nothing either.
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_ON_ANSWERS = (*HEADERS.items(), ("Cache-Control", "no-store"))


class NoSession(SessionInterface):
    """No cookie but the seat's: nothing is read from a session's, and writing to one raises."""

    def open_session(self, app: Flask, request: Request) -> None:
        """Nothing, which Flask replaces by a session that cannot be written to."""


def init_app(app: Flask) -> None:
    """Put the headers on every answer, and what forms need into every page."""
    app.session_interface = NoSession()
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


def _is_foreign() -> bool:
    """Whether the browser says that another site's page sent this; an opaque origin is another site's."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if not origin:
        return False
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return True
    return host not in {request.host, urlsplit(current.config().address).netloc}


def _headers(response: Response) -> Response:
    for name, value in _ON_ANSWERS:
        response.headers.setdefault(name, value)
    return response
