"""Keys that are destroyed, links that end, codes for one person, and what hides in a question."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEFORE = ("participant", "moderator", "rapporteur", "interpreter", "stage")
ROLES = (*BEFORE, "organiser")
# A number that was given to a row that is gone is never given again.
NEVER_TWICE = {"sqlite_autoincrement": True}
SETTINGS = {"protection": False, "closed": False, "forget_after": 15}


def upgrade() -> None:
    _meetings()
    with _whose_roles("links", ROLES) as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("uses_left", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("used_at", sa.DateTime(), nullable=True))
    with _whose_roles("seats", ROLES) as batch_op:
        batch_op.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("muted_for", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_seats_link_id"), "links", ["link_id"], ["id"], ondelete="SET NULL")
        batch_op.create_index(batch_op.f("ix_seats_link_id"), ["link_id"], unique=False)
        batch_op.create_index(
            "ix_seats_expires_at",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
    op.create_table(
        "tickets",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("ticket_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_tickets_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "ticket_hash", name=op.f("pk_tickets")),
    )
    _questions()


def downgrade() -> None:
    # Whose a forgotten question was is not known any more, so it goes with what an older release cannot hold.
    op.execute("DELETE FROM questions WHERE seat_id IS NULL")
    op.execute("DELETE FROM meetings WHERE key IS NULL")
    op.execute("DELETE FROM seats WHERE role = 'organiser'")
    with op.batch_alter_table("questions") as batch_op:
        batch_op.alter_column("seat_id", existing_type=sa.Integer(), nullable=False)
        for name in ("group", "rehearsal", "marks", "traces", "whole", "name_hidden", "muted", "appeal"):
            batch_op.drop_column(name)
        for name in ("published_at", "edition"):
            batch_op.drop_column(name)
    op.drop_table("tickets")
    with _whose_roles("seats", BEFORE) as batch_op:
        batch_op.drop_index("ix_seats_expires_at")
        batch_op.drop_index(batch_op.f("ix_seats_link_id"))
        batch_op.drop_constraint(batch_op.f("fk_seats_link_id"), type_="foreignkey")
        for name in ("link_id", "expires_at", "muted_for"):
            batch_op.drop_column(name)
    with _whose_roles("links", BEFORE) as batch_op:
        for name in ("name", "uses_left", "expires_at", "used_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.alter_column("key", existing_type=sa.LargeBinary(length=32), nullable=False)
        for name in ("team_key", "passphrase", "totp", "totp_step", "lists", "stopped", "forgotten_at"):
            batch_op.drop_column(name)


def _meetings() -> None:
    op.add_column("meetings", sa.Column("team_key", sa.LargeBinary(length=32), nullable=True))
    op.add_column("meetings", sa.Column("lists", sa.JSON(), nullable=True))
    # Under that key, links and the team's seats were hashed until now.
    op.execute("UPDATE meetings SET team_key = key, lists = '{}'")
    with op.batch_alter_table("meetings", table_kwargs=NEVER_TWICE) as batch_op:
        batch_op.alter_column("key", existing_type=sa.LargeBinary(length=32), nullable=True)
        batch_op.alter_column("team_key", existing_type=sa.LargeBinary(length=32), nullable=False)
        batch_op.add_column(sa.Column("passphrase", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("totp", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))
        batch_op.alter_column("lists", existing_type=sa.JSON(), nullable=False)
        batch_op.add_column(sa.Column("stopped", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("forgotten_at", sa.DateTime(), nullable=True))
    meetings = sa.table("meetings", sa.column("id", sa.Integer), sa.column("settings", sa.JSON))
    connection = op.get_bind()
    for meeting in connection.execute(sa.select(meetings)).all():
        settings = meeting.settings if isinstance(meeting.settings, dict) else json.loads(meeting.settings)
        connection.execute(
            meetings.update().where(meetings.c.id == meeting.id).values(settings={**SETTINGS, **settings})
        )


def _questions() -> None:
    with op.batch_alter_table("questions") as batch_op:
        batch_op.alter_column("seat_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("group", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("marks", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("traces", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("whole", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("name_hidden", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("muted", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("appeal", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="0", nullable=False))
    op.execute('UPDATE questions SET "group" = (SELECT s."group" FROM seats s WHERE s.id = questions.seat_id)')
    # Everyone was told when it was sent, and goes on being told the same.
    op.execute(
        "UPDATE questions SET published_at = at "
        "WHERE state IN ('open', 'highlighted', 'answered', 'archived') OR everyone_revision > 0"
    )
    op.execute("UPDATE questions SET rehearsal = (SELECT s.rehearsal FROM seats s WHERE s.id = questions.seat_id)")


@contextmanager
def _whose_roles(table: str, roles: tuple[str, ...]) -> Iterator[BatchOperations]:
    """The table, to be altered, with another list of roles in its check."""
    names = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table(table, table_kwargs=NEVER_TWICE if table == "seats" else {}) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_role"), type_="check")
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_role"), f"role IN ({names})")
        yield batch_op
