"""The running app's engine and configuration, typed."""

from __future__ import annotations

from typing import cast

from flask import current_app

from facilitation.config import Config
from facilitation.engine import Engine
from facilitation.metrics import Metrics
from facilitation.web.guesses import Proving
from facilitation.web.kept_pages import KeptPages
from facilitation.web.origins import Origins
from facilitation.web.toll import Toll


def engine() -> Engine:
    """The engine of the app that serves this request."""
    return cast(Engine, current_app.extensions["facilitation.engine"])


def config() -> Config:
    """The configuration of the app that serves this request."""
    return cast(Config, current_app.extensions["facilitation.config"])


def metrics() -> Metrics:
    """The instruments of the app that serves this request."""
    return cast(Metrics, current_app.extensions["facilitation.metrics"])


def proving() -> Proving:
    """Where this app looks at passphrases and one-time codes."""
    return cast(Proving, current_app.extensions["facilitation.proving"])


def kept_pages() -> KeptPages:
    """The pages that this app keeps."""
    return cast(KeptPages, current_app.extensions["facilitation.pages"])


def origins() -> Origins:
    """Whose pages may speak to this app."""
    return cast(Origins, current_app.extensions["facilitation.origins"])


def toll() -> Toll:
    """What strangers may do at this app, and what they pay for more."""
    return cast(Toll, current_app.extensions["facilitation.toll"])
