"""Group the articles of a stream into families: those that come, in any number of steps, from the same beginnings."""

from collections.abc import Iterable

import msgspec

from corrobora.records import Article, Derivation


class Family(msgspec.Struct, frozen=True):
    """Articles that share an origin, in order of arrival. `roots` are where they come from: articles that nothing known
    was before, and agencies and outlets that are only credited."""

    roots: tuple[str, ...]
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    languages: tuple[str, ...]


class Families:
    """Families as a stream grows. A credit does not join: it tells where one statement comes from, not the article."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._articles: dict[str, tuple[str | None, str | None]] = {}
        self._derived: set[str] = set()

    def add(self, article: Article, derivations: Iterable[Derivation]) -> None:
        self._articles[article.id] = (article.outlet, article.language)
        for one in derivations:
            if one.kind != "credit":
                self._derived.add(one.derived)
                self._parent[self._root(one.derived)] = self._root(one.origin)

    @property
    def alone(self) -> int:
        """Articles that share their origin with no other one here."""
        return len(self._articles) - sum(len(family.articles) for family in self.largest())

    def largest(self, number: int | None = None) -> list[Family]:
        """Families of two articles or more, largest first."""
        members: dict[str, list[str]] = {}
        for id in [*self._articles, *(one for one in self._parent if one not in self._articles)]:
            members.setdefault(self._root(id), []).append(id)
        families = [self._family(ids) for ids in members.values() if len(ids) > 1]
        families = [one for one in families if len(one.articles) > 1]
        families.sort(key=lambda family: -len(family.articles))
        return families[:number]

    def _family(self, ids: list[str]) -> Family:
        articles = [id for id in ids if id in self._articles]
        published = [self._articles[id] for id in articles]
        return Family(
            roots=tuple(id for id in ids if id not in self._derived),
            articles=tuple(articles),
            outlets=tuple(dict.fromkeys(outlet for outlet, _ in published if outlet)),
            languages=tuple(dict.fromkeys(language for _, language in published if language)),
        )

    def _root(self, id: str) -> str:
        self._parent.setdefault(id, id)
        top = id
        while self._parent[top] != top:
            top = self._parent[top]
        while self._parent[id] != top:
            self._parent[id], id = top, self._parent[id]
        return top
