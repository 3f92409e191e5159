"""The doors: pages, API and sockets; each turns a request into an Actor and a command, and a refusal into words."""

from __future__ import annotations

import logging
from typing import cast

import msgspec
from flask import Flask, Response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from facilitation.errors import Refused
from facilitation.logs import log_fault
from facilitation.room.codes import read_code
from facilitation.web import context, health, language, limits, security
from facilitation.web.api import api
from facilitation.web.forms import forms
from facilitation.web.guesses import Proving
from facilitation.web.kept_pages import KeptPages
from facilitation.web.organise import organise
from facilitation.web.organising import organising
from facilitation.web.pages import pages
from facilitation.web.purging import purging
from facilitation.web.record import record
from facilitation.web.refusals import as_error, status
from facilitation.web.seating import seating
from facilitation.web.static_files import static_files
from facilitation.web.work_page import work_page
from facilitation.wire.bodies import NoRoom

# Seconds after which whoever was told that it cannot be done just now may ask again.
COME_BACK = 5

log = logging.getLogger(__name__)


class CodeConverter(BaseConverter):
    """A meeting's code in an address: any case, with or without the dash."""

    regex = r"[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}"

    def to_python(self, value: str) -> str:
        """The code as it is stored."""
        return read_code(value)


def init_app(app: Flask) -> None:
    """Register the doors."""
    kept_pages = app.extensions["facilitation.pages"] = KeptPages()
    app.extensions["facilitation.engine"].purged.append(kept_pages.forget)
    app.extensions["facilitation.proving"] = Proving()
    app.url_map.converters["code"] = CodeConverter
    for part in (security, limits, language, context, health):
        part.init_app(app)
    for door in (api, organising, organise, pages, seating, forms, record, purging):
        app.register_blueprint(door)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NoRoom, lambda _error: _refused(Refused("server.busy")))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)
    app.after_request(_in_a_moment)
    headers = security.headers_of(app.extensions["facilitation.config"])
    app.wsgi_app = static_files().before(app.wsgi_app, headers)  # type: ignore[method-assign, assignment]


def _refused(refusal: Refused) -> Response:
    if request.path.startswith("/api/"):
        response: Response = _json(as_error(refusal))
    elif refusal.code == "work.needed":
        response = work_page(refusal)
    else:
        error = as_error(refusal)["error"]
        page = render_template("error.html", status=status(refusal), message=error["message"])
        response = Response(page, mimetype="text/html")
    response.status_code = status(refusal)
    if "wait" in refusal.details:
        response.headers["Retry-After"] = str(refusal.details["wait"])
    return response


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return cast(Response, error.get_response())
    code = {404: "page.unknown", 413: "payload.too_large"}.get(error.code, "request.invalid")
    response = _refused(Refused(code))
    response.status_code = error.code
    return response


def _fault(error: Exception) -> Response:
    log_fault(log, "a request failed", error)
    return _refused(Refused("server.storage" if isinstance(error, SQLAlchemyError) else "server.fault"))


def _in_a_moment(response: Response) -> Response:
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(COME_BACK))
    return response


def _json(data: object) -> Response:
    return Response(msgspec.json.encode(data), mimetype="application/json")
