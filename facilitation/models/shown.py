"""What an audience has been shown of an object: the ground for telling exactly what changed."""

from __future__ import annotations

from sqlalchemy import Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column


class Shown:
    """Columns of an object that audiences see.

    ``*_revision`` is the audience's revision at which its view of this object last changed, but for its score, which
    a question notes apart; ``*_digest`` is the digest of that view, or NULL while the audience does not see the
    object. Comparing digests decides who is told of a change, so no rule ever chooses an audience.
    """

    everyone_revision: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    everyone_digest: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    team_revision: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    team_digest: Mapped[bytes | None] = mapped_column(LargeBinary(8))
