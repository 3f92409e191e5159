"""The one place where database, engine and doors are put together."""

from __future__ import annotations

from flask import Flask

from facilitation import migrations, web
from facilitation.config import Config
from facilitation.db import POOL, db, prepare
from facilitation.engine import Engine
from facilitation.engine.fanout import Fanout
from facilitation.metrics import Metrics
from facilitation.web import sockets
from facilitation.web.origins import Origins
from facilitation.web.toll import Toll


def create_app(config: Config) -> Flask:
    """Wire one app: database, engine, doors. The engine is started and stopped by whoever serves the app."""
    app = Flask(__name__, static_folder=None, template_folder="../templates")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=POOL,
    )
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        if config.migrate:
            migrations.upgrade(db.engine)
        database = db.engine
    origins = Origins(config)
    socketio = sockets.create(config, origins)
    socketio.init_app(app)
    metrics = Metrics()
    engine = Engine(database, Fanout(socketio.server, metrics), metrics, config.message_queue_url)
    app.extensions |= {
        "facilitation.engine": engine,
        "facilitation.config": config,
        "facilitation.metrics": metrics,
        "facilitation.origins": origins,
        "facilitation.toll": Toll(config),
    }
    sockets.connect(socketio, engine, app)
    web.init_app(app)
    return app
