"""Draw in a terminal where an article came from: a tree of its origins, with the words that prove each step."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from rich.text import Text
from rich.tree import Tree

from corrobora.records import Evidence
from corrobora.serve.terminal import safe

LONGEST_WORDS = 160
"""Characters of a passage that are shown."""
MOST_STEPS = 40
"""Steps back that are drawn."""


class Named(Protocol):
    """An article as far as it is named here."""

    @property
    def headline(self) -> str | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...


class Derived(Protocol):
    """A derivation as far as it is drawn here."""

    @property
    def derived(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


def ancestry(article: str, articles: Mapping[str, Named], derivations: Iterable[Derived]) -> Tree:
    """The tree from an article up to where it began. An origin that was drawn already is named and not drawn again."""
    origins: dict[str, list[Derived]] = {}
    for one in derivations:
        origins.setdefault(one.derived, []).append(one)
    tree = Tree(_name(article, articles), guide_style="dim")
    _grow(tree, article, articles, origins, {article})
    if not tree.children:
        tree.add(Text("no earlier origin is known", "dim"))
    return tree


def _grow(
    tree: Tree, article: str, articles: Mapping[str, Named], origins: Mapping[str, list[Derived]], drawn: set[str]
) -> None:
    for one in sorted(origins.get(article, ()), key=lambda step: -step.score):
        branch = tree.add(_step(one, articles))
        for words in _proof(one):
            branch.add(words)
        if one.origin in drawn:
            branch.add(Text("drawn above", "dim"))
        elif len(drawn) < MOST_STEPS:
            drawn.add(one.origin)
            _grow(branch, one.origin, articles, origins, drawn)


def _step(one: Derived, articles: Mapping[str, Named]) -> Text:
    sure = f" {one.score:.0%} sure, from " if one.kind != "credit" else f" {one.score:.0%} sure, to "
    return Text.assemble((one.kind, "bold yellow"), (sure, "dim"), _name(one.origin, articles))


def _name(id: str, articles: Mapping[str, Named]) -> Text:
    known = articles.get(id)
    if known is None:
        return Text.assemble((safe(id), "bold cyan"), ("  (not among these articles)" if ":" in id else "", "dim"))
    facts = (known.outlet, known.language, (known.published or "")[:16].replace("T", " "))
    name = Text.assemble((safe(id), "bold cyan"), ("  " + " · ".join(safe(one) for one in facts if one), "dim"))
    return name.append("\n" + safe(known.headline or ""), "italic")


def _proof(one: Derived) -> Iterable[Text]:
    """The passages of both articles: "→" stands in the derived one, "←" in its origin."""
    for passage in one.evidence:
        words = " ".join(safe(passage.exact).split())
        if len(words) > LONGEST_WORDS:
            words = words[: LONGEST_WORDS - 1] + "…"
        arrow = "→" if passage.article == one.derived else "←"
        yield Text.assemble((f"{arrow} ", "dim"), (words, "green"))
