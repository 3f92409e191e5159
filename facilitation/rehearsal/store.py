"""What a simulated phone knows of the meeting: the rule of docs/protocol.md and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Outcome = Literal["applied", "stale", "missed"]


class Store:
    """One audience's state, kept up by pulses. Pure: no socket and no clock; static/js/store.js is its twin."""

    def __init__(self) -> None:
        self.audience: str | None = None
        self.revision: int | None = None
        self.meeting: dict[str, Any] | None = None
        self.items: dict[str, dict[str, Any]] = {}
        self.questions: dict[str, dict[str, Any]] = {}
        self.own: dict[str, dict[str, Any]] = {}
        self.votes: set[str] = set()
        self.muted = False
        self.appeal: str | None = None
        # As they were acknowledged: question -> (value, revision).
        self._acknowledged: dict[str, tuple[int, int]] = {}

    def fresh(self, join_ack: Mapping[str, Any]) -> None:
        """Forget everything and begin from the reply to a join; only a vote that it was read before stays."""
        revision, state, mine = join_ack["revision"], join_ack["state"], join_ack["you"]["mine"]
        held = self.revision
        self.audience = join_ack.get("audience") or ("team" if "team" in revision else "everyone")
        self.revision = revision[self.audience]
        # A state that was read late is not below what was held when it was asked for: the database was set back.
        if held is not None and self.revision < held:
            self._acknowledged.clear()
        self.meeting = state["meeting"]
        self.items = dict(state["items"])
        self.questions = dict(state["questions"])
        self.own = {question["id"]: question for question in mine["questions"]}
        self.votes = set(mine["votes"])
        self.muted, self.appeal = join_ack["you"].get("muted", False), join_ack["you"].get("appeal")
        later = {key: vote for key, vote in self._acknowledged.items() if vote[1] > self.revision}
        self._acknowledged = later
        for question_id, (value, _) in later.items():
            self._vote(question_id, value)

    def apply(self, pulse: Mapping[str, Any]) -> Outcome:
        """Take in a pulse; "stale" was known already or is for others, after "missed" one has to join again."""
        if self.revision is None:
            return "missed"
        if pulse["audience"] != self.audience or pulse["to"] <= self.revision:
            return "stale"
        if pulse["from"] > self.revision:
            return "missed"
        put, drop = pulse.get("set", {}), pulse.get("drop", {})
        if "meeting" in put:
            self.meeting = put["meeting"]
        for held, kind in ((self.items, "items"), (self.questions, "questions")):
            held.update(put.get(kind, {}))
            for gone in drop.get(kind, ()):
                held.pop(gone, None)
        for question_id, score in put.get("scores", {}).items():
            if question_id in self.questions:
                self.questions[question_id] = self.questions[question_id] | {"score": score}
        self.revision = pulse["to"]
        return "applied"

    def behind(self, heartbeat: Mapping[str, int]) -> bool:
        """True when a heartbeat tells of more than is held here: join again."""
        return self.audience is None or self.revision is None or heartbeat.get(self.audience, 0) > self.revision

    def yours(self, message: Mapping[str, Any]) -> None:
        """Take in what became of one's own; an older word never replaces a newer one."""
        put = message.get("set", {})
        for question_id, question in put.get("questions", {}).items():
            held = self.own.get(question_id)
            if held is None or question["revision"] >= held["revision"]:
                self.own[question_id] = question
        self.muted, self.appeal = put.get("muted", self.muted), put.get("appeal", self.appeal)
        for question_id, value in put.get("votes", {}).items():
            self._vote(question_id, value)

    def voted(self, question_id: str, value: int, revision: int) -> None:
        """A vote that the server has acknowledged, at this revision."""
        self._acknowledged[question_id] = value, revision
        self._vote(question_id, value)

    def _vote(self, question_id: str, value: int) -> None:
        if value:
            self.votes.add(question_id)
        else:
            self.votes.discard(question_id)

    @property
    def state(self) -> dict[str, Any]:
        """The whole as plain data, in the shape of the join reply's state."""
        return {"meeting": self.meeting, "items": self.items, "questions": self.questions}
