"""The first tables, as they were when this version was made: schema.py goes on, this file does not."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.String(length=64), nullable=False, comment="SHA-256 of the body"),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="compressed; NULL once retention has dropped it"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes before compression"),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "derivations",
        sa.Column("derived", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("derived", "origin", "kind"),
    )
    op.create_index("derivations_by_origin", "derivations", ["origin"], unique=False)
    op.create_table(
        "failures",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False, comment="SHA-256 of step, input and error"),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("times", sa.Integer(), server_default="1", nullable=False, comment="how often the same has happened"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False, comment="with its port, if that is not the usual one"),
        sa.Column("rests_until", sa.String(length=27), nullable=False, comment="nothing is asked of it before"),
        sa.Column("holder", sa.Text(), nullable=True, comment="the watcher that works on it"),
        sa.Column(
            "held_until", sa.String(length=27), nullable=True, comment="after this another watcher may take it over"
        ),
        sa.Column("robots", sa.LargeBinary(), nullable=True, comment="its robots.txt"),
        sa.Column("robots_status", sa.Integer(), nullable=True),
        sa.Column("robots_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("host"),
    )
    op.create_table(
        "judgements",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("left", "right", "by", "at"),
    )
    op.create_index(op.f("ix_judgements_left"), "judgements", ["left"], unique=False)
    op.create_index(op.f("ix_judgements_right"), "judgements", ["right"], unique=False)
    op.create_table(
        "things",
        sa.Column(
            "kind",
            sa.String(length=12),
            nullable=False,
            comment="outlet, feed, entity, story, claim, stance, disagreement",
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id"),
    )
    op.create_table(
        "articles",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
            comment="order of arrival",
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False, comment="canonical address or id: one page, many revisions"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False, comment="no later revision of its page is kept"),
        sa.Column("capture", sa.String(length=64), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column(
            "published", sa.String(length=27), nullable=True, comment="as a UTC moment; NULL if nobody could tell"
        ),
        sa.Column("published_how", sa.Text(), nullable=True),
        sa.Column("arrived", sa.String(length=27), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False, comment="the reading, article and all"),
        sa.ForeignKeyConstraint(
            ["capture"],
            ["captures.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("page", "revision"),
    )
    op.create_index("articles_by_language", "articles", ["language", "published"], unique=False)
    op.create_index("articles_by_outlet", "articles", ["outlet", "published"], unique=False)
    op.create_index("articles_by_time", "articles", ["published"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True, comment="the list of lists that named it; NULL if a person did"),
        sa.Column("added", sa.String(length=27), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=True, comment="when it is asked next; NULL: never again"),
        sa.Column("interval", sa.Float(), nullable=False, comment="seconds between two polls, if nothing goes wrong"),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body", sa.String(length=64), nullable=True, comment="SHA-256 of what it said last"),
        sa.Column("polls", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "unchanged", sa.Integer(), server_default="0", nullable=False, comment="polls that brought nothing new"
        ),
        sa.Column("errors", sa.Integer(), server_default="0", nullable=False, comment="in a row"),
        sa.Column("last_success", sa.String(length=27), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("last_error_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["host"],
            ["hosts.host"],
        ),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_index("feeds_due", "feeds", ["host", "due"], unique=False)
    op.create_table(
        "fetches",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("fetched_at", sa.String(length=27), nullable=False),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("headers", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["capture"],
            ["captures.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("capture", "url", "fetched_at"),
    )
    op.create_index(op.f("ix_fetches_capture"), "fetches", ["capture"], unique=False)
    op.create_table(
        "pages",
        sa.Column("url", sa.Text(), nullable=False, comment="canonical address, as a feed gives it"),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False, comment="the feed that named it first"),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.String(length=27), nullable=True, comment="as the feed says"),
        sa.Column("language", sa.Text(), nullable=True, comment="as the feed says"),
        sa.Column("found", sa.String(length=27), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=True, comment="when it is fetched next; NULL: never again"),
        sa.Column(
            "tries", sa.Integer(), server_default="0", nullable=False, comment="begun, and not brought to an end"
        ),
        sa.Column("visits", sa.Integer(), server_default="0", nullable=False, comment="brought to an end"),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True, comment="its first revision"),
        sa.Column("error", sa.Text(), nullable=True, comment="why there is no article"),
        sa.ForeignKeyConstraint(
            ["host"],
            ["hosts.host"],
        ),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_index(op.f("ix_pages_feed"), "pages", ["feed"], unique=False)
    op.create_index("pages_due", "pages", ["host", "due"], unique=False)
    op.create_index("pages_found", "pages", ["found"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "entity"),
    )
    op.create_index("mentions_by_entity", "mentions", ["entity", "article"], unique=False)
    op.create_table(
        "statements",
        sa.Column("id", sa.Text(), nullable=False, comment="article id:number in the article"),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("hearsay", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_statements_article"), "statements", ["article"], unique=False)
    op.create_index("statements_by_speaker", "statements", ["speaker", "act"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
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
