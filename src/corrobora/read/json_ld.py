"""Read the JSON-LD of a page, lists, graphs and broken JSON included, and find the article among its nodes."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

_ARTICLE_TYPES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle", "BlogPosting",
    "LiveBlogPosting", "Report", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "SatiricalArticle",
})  # fmt: skip
MOST_NODES = 2_000
"""Nodes looked at on one page; a page that has more is not describing one article."""

_FIELDS = ("headline", "datePublished", "dateModified", "description", "articleBody", "url")
_FIELD = re.compile(rf'"({"|".join(_FIELDS)})"\s*:\s*"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)"
    r"|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")

Node = dict[str, Any]


def article_node(scripts: Sequence[str], *, url: str | None = None) -> tuple[Node, bool]:
    """The node that describes the page's article, and whether its JSON was whole.

    Of several articles, the one whose address is `url`, else the first. An empty node if there is none. Broken JSON is
    read for its plain fields one by one.
    """
    articles: list[Node] = []
    pieces: Node = {}
    for script in scripts:
        parsed = _parsed(script)
        if parsed is None:
            pieces = pieces or {key: _unescaped(value) for key, value in reversed(_FIELD.findall(script))}
            continue
        articles += [node for node in _nodes(parsed) if _ARTICLE_TYPES.intersection(types_of(node))]
    if not articles:
        return pieces, False
    return next((node for node in articles if url and url in _addresses(node)), articles[0]), True


def text_of(value: object) -> str | None:
    """A text value, or the name of a node or of the first of several; None for anything else."""
    for _ in range(4):
        if isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def truth_of(value: object) -> bool | None:
    """A truth value, also one that is written as text, as an address of schema.org, or as 0 or 1; None for anything
    else."""
    if isinstance(value, list) and value:
        value = value[0]
    written = str(value).strip().lower().rsplit("/", 1)[-1] if isinstance(value, bool | int | str) else ""
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(written)


def names_of(value: object) -> list[str]:
    """The names of one or several nodes, as under "author"."""
    several = value if isinstance(value, list) else [value]
    return [name for name in map(text_of, several[:20]) if name]


def types_of(node: Node) -> list[str]:
    """The types of a node, without their namespace."""
    types = node.get("@type")
    several = types if isinstance(types, list) else [types]
    return [kind.rsplit("/", 1)[-1].removeprefix("schema:") for kind in several if isinstance(kind, str)]


def _parsed(script: str) -> object | None:
    bare = _WRAPPING.sub("", _WRAPPING.sub("", script))
    for form in (script, bare, _TRAILING_COMMA.sub("", bare)):
        try:
            found: object = json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
        return found
    return None


def _nodes(parsed: object) -> Iterator[Node]:
    """All nodes inside, from the outermost in, without recursion."""
    waiting: list[object] = [parsed]
    for count in range(MOST_NODES):
        if count >= len(waiting):
            return
        value = waiting[count]
        if isinstance(value, dict):
            yield value
            waiting += [inner for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            waiting += [inner for inner in value if isinstance(inner, dict | list)]


def _addresses(node: Node) -> list[str]:
    page = node.get("mainEntityOfPage")
    values = [node.get("url"), node.get("@id"), page, page.get("@id") if isinstance(page, dict) else None]
    return [value for value in values if isinstance(value, str)]


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
