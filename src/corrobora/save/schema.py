"""The tables of the store, the same on SQLite and PostgreSQL. Migrations in `migrations/` make and change them.

Records are kept whole, as compressed MessagePack in `record`, beside the columns that are searched by. Times are
UTC, ISO 8601 with six decimals and "Z", so that they sort as text.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

APPLICATION_ID = 0x436F7262
"""Marks a SQLite file as ours ("Corb"), so that no other database is taken for a store."""

tables = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")

captures = Table(
    "captures", tables,
    Column("id", String(64), primary_key=True, comment="SHA-256 of the body"),
    Column("body", LargeBinary, comment="compressed; NULL once retention has dropped it"),
    Column("size", Integer, nullable=False, comment="bytes before compression"),
    Column("media_type", Text),
    Column("first_seen", String(27), nullable=False),
)  # fmt: skip
fetches = Table(
    "fetches", tables,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("capture", ForeignKey("captures.id"), nullable=False, index=True),
    Column("url", Text, nullable=False, server_default=""),
    Column("fetched_at", String(27), nullable=False),
    Column("via", Text),
    Column("headers", Text, nullable=False, server_default="{}"),
    UniqueConstraint("capture", "url", "fetched_at"),
)  # fmt: skip
articles = Table(
    "articles", tables,
    Column("number", NUMBER, primary_key=True, autoincrement=True, comment="order of arrival"),
    Column("id", Text, nullable=False, unique=True),
    Column("page", Text, nullable=False, comment="canonical address or id: one page, many revisions"),
    Column("revision", Integer, nullable=False),
    Column("latest", Boolean, nullable=False, comment="no later revision of its page is kept"),
    Column("capture", ForeignKey("captures.id")),
    Column("url", Text),
    Column("outlet", Text),
    Column("language", String(8)),
    Column("headline", Text),
    Column("published", String(27), comment="as a UTC moment; NULL if nobody could tell"),
    Column("published_how", Text),
    Column("arrived", String(27), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("record", LargeBinary, nullable=False, comment="the reading, article and all"),
    UniqueConstraint("page", "revision"),
    Index("articles_by_time", "published"),
    Index("articles_by_outlet", "outlet", "published"),
    Index("articles_by_language", "language", "published"),
)  # fmt: skip
statements = Table(
    "statements", tables,
    Column("id", Text, primary_key=True, comment="article id:number in the article"),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("act", String(12), nullable=False),
    Column("speaker", Text),
    Column("hearsay", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("statements_by_speaker", "speaker", "act"),
)  # fmt: skip
mentions = Table(
    "mentions", tables,
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Index("mentions_by_entity", "entity", "article"),
)  # fmt: skip
derivations = Table(
    "derivations", tables,
    Column("derived", Text, primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("score", Float, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("derivations_by_origin", "origin"),
)  # fmt: skip
things = Table(
    "things", tables,
    Column("kind", String(12), primary_key=True, comment="outlet, feed, entity, story, claim, stance, disagreement"),
    Column("id", Text, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)  # fmt: skip
judgements = Table(
    "judgements", tables,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("left", Text, nullable=False, index=True),
    Column("right", Text, nullable=False, index=True),
    Column("at", String(27), nullable=False),
    Column("by", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    UniqueConstraint("left", "right", "by", "at"),
)  # fmt: skip
failures = Table(
    "failures", tables,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True, comment="SHA-256 of step, input and error"),
    Column("step", Text, nullable=False),
    Column("input", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Column("times", Integer, nullable=False, server_default="1", comment="how often the same has happened"),
)  # fmt: skip
hosts = Table(
    "hosts", tables,
    Column("host", Text, primary_key=True, comment="with its port, if that is not the usual one"),
    Column("rests_until", String(27), nullable=False, comment="nothing is asked of it before"),
    Column("holder", Text, comment="the watcher that works on it"),
    Column("held_until", String(27), comment="after this another watcher may take it over"),
    Column("robots", LargeBinary, comment="its robots.txt"),
    Column("robots_status", Integer),
    Column("robots_at", String(27)),
)  # fmt: skip
feeds = Table(
    "feeds", tables,
    Column("url", Text, primary_key=True),
    Column("host", ForeignKey("hosts.host"), nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("parent", Text, comment="the list of lists that named it; NULL if a person did"),
    Column("added", String(27), nullable=False),
    Column("due", String(27), comment="when it is asked next; NULL: never again"),
    Column("interval", Float, nullable=False, comment="seconds between two polls, if nothing goes wrong"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body", String(64), comment="SHA-256 of what it said last"),
    Column("polls", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0", comment="polls that brought nothing new"),
    Column("errors", Integer, nullable=False, server_default="0", comment="in a row"),
    Column("last_success", String(27)),
    Column("last_error", Text),
    Column("last_error_at", String(27)),
    Index("feeds_due", "host", "due"),
)  # fmt: skip
pages = Table(
    "pages", tables,
    Column("url", Text, primary_key=True, comment="canonical address, as a feed gives it"),
    Column("host", ForeignKey("hosts.host"), nullable=False),
    Column("feed", Text, nullable=False, index=True, comment="the feed that named it first"),
    Column("guid", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", String(27), comment="as the feed says"),
    Column("language", Text, comment="as the feed says"),
    Column("found", String(27), nullable=False),
    Column("due", String(27), comment="when it is fetched next; NULL: never again"),
    Column("tries", Integer, nullable=False, server_default="0", comment="begun, and not brought to an end"),
    Column("visits", Integer, nullable=False, server_default="0", comment="brought to an end"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("article", Text, comment="its first revision"),
    Column("error", Text, comment="why there is no article"),
    Index("pages_due", "host", "due"),
    Index("pages_found", "found"),
)  # fmt: skip
search = Table(
    "search_terms", MetaData(),
    Column("number", NUMBER, ForeignKey(articles.c.number, ondelete="CASCADE"), primary_key=True),
    Column("terms", Text),
)  # fmt: skip
"""Full text: on SQLite an FTS5 table of this name without content, on PostgreSQL a tsvector under a GIN index."""
