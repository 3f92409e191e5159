"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("programme", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("current", sa.String(length=64), nullable=True),
        sa.Column("presented_at", sa.DateTime(), nullable=True),
        sa.Column("highlighted", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("everyone_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("team_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("everyone_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("everyone_digest", sa.LargeBinary(length=8), nullable=True),
        sa.Column("team_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("team_digest", sa.LargeBinary(length=8), nullable=True),
        sa.CheckConstraint("state IN ('open', 'paused', 'ended')", name=op.f("ck_meetings_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("code", name=op.f("uq_meetings_code")),
        sa.UniqueConstraint("made_by", name=op.f("uq_meetings_made_by")),
    )
    op.create_table(
        "items",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("speakers", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("everyone_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("everyone_digest", sa.LargeBinary(length=8), nullable=True),
        sa.Column("team_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("team_digest", sa.LargeBinary(length=8), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_items_meeting_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "id", name=op.f("pk_items")),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('participant', 'moderator', 'rapporteur', 'interpreter', 'stage')", name=op.f("ck_links_role")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_links_meeting_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_links_secret_hash")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('participant', 'moderator', 'rapporteur', 'interpreter', 'stage')", name=op.f("ck_seats_role")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_seats_meeting_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_seats_token_hash")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            "ix_seats_revoked",
            ["meeting_id"],
            unique=False,
            sqlite_where=sa.text("revoked"),
            postgresql_where=sa.text("revoked"),
        )

    op.create_table(
        "timeline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=True),
        sa.Column("question_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_timeline_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
    )
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timeline_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_timeline_question_id"), ["question_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("resting_state", sa.String(length=12), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("everyone_scored", sa.Integer(), server_default="0", nullable=False),
        sa.Column("team_scored", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("into_id", sa.String(length=16), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("author_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("author_digest", sa.LargeBinary(length=8), nullable=True),
        sa.Column("everyone_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("everyone_digest", sa.LargeBinary(length=8), nullable=True),
        sa.Column("team_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("team_digest", sa.LargeBinary(length=8), nullable=True),
        sa.CheckConstraint(
            "state IN ('answered', 'archived', 'declined', 'highlighted', 'merged', 'open', 'waiting', 'withdrawn')",
            name=op.f("ck_questions_state"),
        ),
        sa.ForeignKeyConstraint(["into_id"], ["questions.id"], name=op.f("fk_questions_into_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id", "item_id"], ["items.meeting_id", "items.id"], name=op.f("fk_questions_meeting_id_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_questions_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_questions_seat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_into_id"), ["into_id"], unique=False)
        batch_op.create_index("ix_questions_meeting_everyone", ["meeting_id", "everyone_revision"], unique=False)
        batch_op.create_index("ix_questions_meeting_everyone_scored", ["meeting_id", "everyone_scored"], unique=False)
        batch_op.create_index("ix_questions_meeting_team", ["meeting_id", "team_revision"], unique=False)
        batch_op.create_index("ix_questions_meeting_team_scored", ["meeting_id", "team_scored"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_receipts_seat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seat_id", "command_id", name=op.f("pk_receipts")),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_replies_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_question_id"), ["question_id"], unique=False)

    op.create_table(
        "votes",
        sa.Column("question_id", sa.String(length=16), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("via_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_votes_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_votes_seat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question_id", "seat_id", name=op.f("pk_votes")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_seat_id"), ["seat_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_votes_seat_id"))

    op.drop_table("votes")
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replies_question_id"))

    op.drop_table("replies")
    op.drop_table("receipts")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_seat_id"))
        batch_op.drop_index("ix_questions_meeting_team_scored")
        batch_op.drop_index("ix_questions_meeting_team")
        batch_op.drop_index("ix_questions_meeting_everyone_scored")
        batch_op.drop_index("ix_questions_meeting_everyone")
        batch_op.drop_index(batch_op.f("ix_questions_into_id"))

    op.drop_table("questions")
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timeline_question_id"))
        batch_op.drop_index(batch_op.f("ix_timeline_meeting_id"))

    op.drop_table("timeline")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index("ix_seats_revoked")
        batch_op.drop_index(batch_op.f("ix_seats_meeting_id"))

    op.drop_table("seats")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_links_meeting_id"))

    op.drop_table("links")
    op.drop_table("items")
    op.drop_table("meetings")
