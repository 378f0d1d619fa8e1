"""The first tables."""

from alembic import op

from corrobora.save.schema import tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    tables.create_all(connection)
    if connection.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_terms USING fts5"
            "(terms, content='', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\", prefix='2 3')"
        )
    else:
        op.execute(
            "CREATE TABLE search_terms (number BIGINT PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,"
            " terms TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX search_terms_index ON search_terms USING gin (terms)")
