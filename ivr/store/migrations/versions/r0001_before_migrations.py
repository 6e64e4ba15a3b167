"""From whatever shape a database had before there were migrations to the shape of the last one without.

Such a database tells nobody how old it is: what it lacks is added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

metadata = sa.MetaData()

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("flow", sa.String(64), nullable=False),
    sa.Column("flow_version", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("started", sa.DateTime(timezone=True), nullable=False),
    sa.Column("duration_ms", sa.Integer),
    sa.Column("disposition", sa.String(16)),
    sa.Column("end_reason", sa.String(16)),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("call_id", sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("node_before", sa.String(64), nullable=False),
    sa.Column("node_after", sa.String(64), nullable=False),
    sa.Column("prompt", sa.Text, nullable=False),
    sa.Column("transcript", sa.JSON, nullable=False),
    sa.Column("interpretation", sa.JSON, nullable=False),
    sa.Column("decision", sa.JSON, nullable=False),
    sa.Column("timings", sa.JSON, nullable=False),
    sa.Column("survey", sa.JSON, nullable=False, server_default="{}"),
)

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("call_id", sa.String(64), nullable=False, unique=True),
    sa.Column("queue", sa.String(64), nullable=False, index=True),
    sa.Column("skills", sa.JSON, nullable=False),
    sa.Column("priority", sa.String(16), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("slots", sa.JSON, nullable=False),
    sa.Column("transcript", sa.JSON, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    sa.Column("mood", sa.String(16), nullable=False, server_default="calm"),
    sa.Column("kind", sa.String(16), nullable=False, server_default="call"),
    sa.Column("number", sa.String(32), nullable=False, server_default=""),
    sa.Column("language", sa.String(8)),
    sa.Column("caller", sa.String(128), nullable=False, server_default="", index=True),
    sa.Column("tried", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("agent", sa.String(64), nullable=False, server_default=""),
    sa.Column("passed_over", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("since", sa.DateTime(timezone=True)),
    sa.Column("lease", sa.DateTime(timezone=True)),
    sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("consulted", sa.String(64), nullable=False, server_default=""),
    sa.Column("disposition", sa.String(64), nullable=False, server_default=""),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("due", sa.DateTime(timezone=True)),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("summaries", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("voice_message", sa.Text, nullable=False, server_default=""),
    sa.Column("line_lease", sa.DateTime(timezone=True)),
    sa.Index("tickets_in_order", "status", "queue", "priority", "created"),
)

agents = sa.Table(
    "agents",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("full_name", sa.Text, nullable=False),
    sa.Column("skills", sa.JSON, nullable=False),
    sa.Column("queues", sa.JSON, nullable=False),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("since", sa.DateTime(timezone=True)),
    sa.Column("ticket", sa.String(64), nullable=False),
    sa.Column("until", sa.DateTime(timezone=True)),
    sa.Column("lease", sa.DateTime(timezone=True)),
)

happenings = sa.Table(
    "happenings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("ticket", sa.String(64), nullable=False, index=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("what", sa.String(32), nullable=False),
    sa.Column("agent", sa.String(64), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)

lines = sa.Table(
    "lines",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("newest", sa.Integer, nullable=False),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("line", sa.ForeignKey("lines.name"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("language", sa.String(8), primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("published", sa.DateTime(timezone=True), nullable=False),
    sa.Column("replaces", sa.Integer),
    sa.Column("went_live", sa.DateTime(timezone=True)),
)

version_files = sa.Table(
    "version_files",
    metadata,
    sa.Column("line", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("language", sa.String(8), primary_key=True),
    sa.Column("path", sa.String(512), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.ForeignKeyConstraint(["line", "number", "language"], [versions.c.line, versions.c.number, versions.c.language]),
)

live_versions = sa.Table(
    "live_versions",
    metadata,
    sa.Column("line", sa.String(64), primary_key=True),
    sa.Column("language", sa.String(8), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["line", "number", "language"], [versions.c.line, versions.c.number, versions.c.language]),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("full_name", sa.Text, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("language", sa.String(8)),
    sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("account", sa.ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("started", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
)

api_tokens = sa.Table(
    "api_tokens",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("account", sa.ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("scopes", sa.JSON, nullable=False),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
    sa.Column("used", sa.DateTime(timezone=True)),
)

admin_links = sa.Table(
    "admin_links",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
)

sign_in_attempts = sa.Table(
    "sign_in_attempts",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("sign_in_attempts_lately", "subject", "at"),
)

deeds = sa.Table(
    "deeds",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("what", sa.String(32), nullable=False),
    sa.Column("on", sa.String(128), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
)


def upgrade() -> None:
    """Tables, columns and indexes that are not there yet."""
    connection = op.get_bind()
    there = sa.inspect(connection)
    before = set(there.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in before:
            table.create(connection)
            continue
        columns = {one["name"] for one in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                definition = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                op.execute(f"ALTER TABLE {table.name} ADD COLUMN {definition}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)
