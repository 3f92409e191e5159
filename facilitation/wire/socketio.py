"""Flask-SocketIO with our server in it."""

from __future__ import annotations

from typing import Any

import flask_socketio
import socketio
from flask import Flask

from facilitation.wire.rooms import Rooms
from facilitation.wire.server import Server


class SocketIO(flask_socketio.SocketIO):  # type: ignore[misc]  # the library has no types
    """The extension as an app knows it; only the server behind it is another."""

    def init_app(self, app: Flask, **options: Any) -> None:
        """Put the server in front of the app."""
        self.server_options |= options
        self.manage_session = self.server_options.pop("manage_session", True)
        self.server = Server(client_manager=Rooms(), **self.server_options)
        self.async_mode = self.server.async_mode
        for name, handler, namespace in self.handlers:
            self.server.on(name, handler, namespace=namespace)
        app.extensions["socketio"] = self
        app.wsgi_app = _WithApp(self.server, app)  # type: ignore[method-assign]


class _WithApp(socketio.WSGIApp):  # type: ignore[misc]  # the library has no types
    """Socket.IO's requests to the server, the others to the app; handlers find the app in the environment."""

    def __init__(self, server: Server, app: Flask) -> None:
        self._app = app
        super().__init__(server, app.wsgi_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["flask.app"] = self._app
        return super().__call__(environ, start_response)
