"""The tables. Whoever changes them adds a step to `migrations/versions`, so that older databases follow."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    literal_column,
)

from ivr.store.moment import Moment

metadata = MetaData()

calls = Table(
    "calls",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("flow", String(64), nullable=False),
    Column("flow_version", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("started", Moment, nullable=False),
    Column("duration_ms", Integer),
    Column("disposition", String(16)),
    Column("end_reason", String(16)),
)

turns = Table(
    "turns",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("node_before", String(64), nullable=False),
    Column("node_after", String(64), nullable=False),
    Column("prompt", Text, nullable=False),
    Column("transcript", JSON, nullable=False),
    Column("interpretation", JSON, nullable=False),
    Column("decision", JSON, nullable=False),
    Column("timings", JSON, nullable=False),
    Column("survey", JSON, nullable=False, server_default="{}"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False, unique=True),
    Column("queue", String(64), nullable=False),
    Column("skills", JSON, nullable=False),
    Column("priority", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("transcript", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("created", Moment, nullable=False),
    Column("mood", String(16), nullable=False, server_default="calm"),
    Column("kind", String(16), nullable=False, server_default="call"),
    Column("number", String(32), nullable=False, server_default=""),
    Column("language", String(8)),
    Column("caller", String(128), nullable=False, server_default="", index=True),
    Column("tried", JSON, nullable=False, server_default="[]"),
    Column("agent", String(64), nullable=False, server_default=""),
    Column("passed_over", JSON, nullable=False, server_default="[]"),
    Column("since", Moment),
    Column("lease", Moment),
    Column("held", Boolean, nullable=False, server_default=false()),
    Column("consulted", String(64), nullable=False, server_default=""),
    Column("disposition", String(64), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("due", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("summaries", JSON, nullable=False, server_default="{}"),
    Column("voice_message", Text, nullable=False, server_default=""),
    Column("line_lease", Moment),
    Column("urgency", Integer, nullable=False, server_default="1"),
    Index("tickets_of_queue", "queue", "created"),
)

_waits = tickets.c.status == literal_column("'waiting'")
for _name, *_queue in (("tickets_next",), ("tickets_next_of_queue", tickets.c.queue)):
    _order = (tickets.c.urgency, tickets.c.created, tickets.c.id)
    Index(_name, *_queue, *_order, sqlite_where=_waits, postgresql_where=_waits)

agents = Table(
    "agents",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("queues", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", Moment),
    Column("ticket", String(64), nullable=False),
    Column("until", Moment),
    Column("lease", Moment),
)

happenings = Table(
    "happenings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("ticket", String(64), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("what", String(32), nullable=False),
    Column("agent", String(64), nullable=False),
    Column("detail", Text, nullable=False),
)

rings = Table(  # SQLite's bell; PostgreSQL has one built in
    "rings",
    metadata,
    Column("topic", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
)

lines = Table(
    "lines",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("newest", Integer, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("line", ForeignKey("lines.name"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("entry", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("published", Moment, nullable=False),
    Column("replaces", Integer),
    Column("went_live", Moment),
)

version_files = Table(
    "version_files",
    metadata,
    Column("line", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("path", String(512), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(["line", "number", "language"], [versions.c.line, versions.c.number, versions.c.language]),
)

live_versions = Table(
    "live_versions",
    metadata,
    Column("line", String(64), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("number", Integer, nullable=False),
    ForeignKeyConstraint(["line", "number", "language"], [versions.c.line, versions.c.number, versions.c.language]),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("password", Text),
    Column("language", String(8)),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("created", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("started", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
)

admin_links = Table(
    "admin_links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("expires", Moment, nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("sign_in_attempts_lately", "subject", "at"),
)

deeds = Table(
    "deeds",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(64), nullable=False),
    Column("what", String(32), nullable=False),
    Column("on", String(128), nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", String(64), nullable=False),
)
