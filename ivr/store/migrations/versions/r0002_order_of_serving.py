"""Tickets know their place in the order of serving, and those who wait have indexes in that order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """`urgency` follows from the priority."""
    op.add_column("tickets", sa.Column("urgency", sa.Integer, nullable=False, server_default="1"))
    op.execute("UPDATE tickets SET urgency = CASE priority WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END")
    op.drop_index("ix_tickets_queue", "tickets")
    op.drop_index("tickets_in_order", "tickets")
    op.create_index("tickets_of_queue", "tickets", ["queue", "created"])
    waits = sa.text("status = 'waiting'")
    order = ["urgency", "created", "id"]
    op.create_index("tickets_next", "tickets", order, sqlite_where=waits, postgresql_where=waits)
    op.create_index("tickets_next_of_queue", "tickets", ["queue", *order], sqlite_where=waits, postgresql_where=waits)
