"""What SQLite counts rings in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing has rung yet."""
    op.create_table(
        "rings",
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
