"""Make the tables of a store and bring an older one up to date, by Alembic's migrations in `migrations/`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from corrobora.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Bring the store to the newest version; nothing is done if it is there. Raises StoreError if it is newer."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = ScriptDirectory.from_config(config)
    current = version(engine)
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(f"the store is of version {current}, which this program does not know: use a newer Corrobora")
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def version(engine: Engine) -> str | None:
    """The version of a store's tables; None if it has none yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
