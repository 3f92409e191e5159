"""Tables, constraints and relations; no rules and no HTTP."""

from facilitation.models.item import Item
from facilitation.models.meeting import Meeting
from facilitation.models.question import Question, Reply, Vote
from facilitation.models.receipt import Receipt
from facilitation.models.seat import Link, Seat, Ticket
from facilitation.models.timeline import Entry

__all__ = ["Entry", "Item", "Link", "Meeting", "Question", "Receipt", "Reply", "Seat", "Ticket", "Vote"]
