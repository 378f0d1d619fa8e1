"""Alembic runs this file to migrate a store that is already open; the engine comes in the configuration."""

from alembic import context
from sqlalchemy import Connection, Engine

from corrobora.save.schema import tables

engine: Engine = context.config.attributes["engine"]


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=tables, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


with engine.connect() as connection:
    if engine.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # two programs that open a new store at once
    else:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(0x436F7262)")
    run(connection)
    connection.commit()
