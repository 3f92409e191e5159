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
        app.wsgi_app = socketio.WSGIApp(self.server, app.wsgi_app)  # type: ignore[method-assign]
