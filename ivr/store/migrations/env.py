"""What alembic runs; the connection, with its transaction, comes from `ivr.store.schema`."""

from alembic import context

from ivr.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
