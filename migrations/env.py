"""
Runs the migrations on the connection that `cryptodrug_scraper.store.migrate` hands over, inside its transaction.

The alembic command cannot be used by itself: run ``cryptodrug db upgrade``.
"""

from __future__ import annotations

from alembic import context

from cryptodrug_scraper.store.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
