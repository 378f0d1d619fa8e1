"""The origin benchmarks are sound: passages stand where gold says, links point backwards, counts match their lists."""

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SETS = [folder for folder in (ROOT / "tests/corpora/origins", ROOT / "tests/corpora/origins-gate") if folder.is_dir()]
LANGUAGES = {"it", "fr", "en", "es", "de", "pt", "ru", "uk", "ko", "ja", "zh", "ar"}
KINDS = {"copy", "excerpt", "syndication", "translation", "revision", "credit"}
STANCES = {"support", "deny", "query", "unsure"}
DISAGREEMENTS = {"denial", "quantity", "date"}
DOC_KEYS = {"id", "story", "lang", "outlet", "url", "published", "headline", "text"}
CLAIM_KEYS = {"id", "story", "gist", "statements", "independent_origins", "origins", "figures", "disagreement"}
SENTENCE_END = re.compile(r"""[.!?؟]+["»“”’)]*(?=\s|$)|[。！？]""")

Bundle = tuple[str, list[dict[str, Any]], dict[str, Any]]


def tool() -> Any:
    spec = importlib.util.spec_from_file_location("join_origins", ROOT / "tools" / "join_origins.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUNDLES: list[Bundle] = [bundle for folder in SETS for bundle in tool().bundles(folder)]
each = pytest.mark.parametrize("bundle", BUNDLES, ids=[name for name, _, _ in BUNDLES])


def look_alike(story: str) -> bool:
    return re.match(r"n\d", story) is not None


def written(doc: dict[str, Any]) -> str:
    return f"{doc['headline']}\n{doc['text']}"


def quoted(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every passage that gold quotes, with the id of its article."""
    for claim in gold["claims"]:
        for passage in claim["statements"] + claim["figures"]:
            yield passage["doc"], passage["exact"]


@each
def test_articles_are_whole_and_in_order(bundle: Bundle) -> None:
    name, docs, _ = bundle
    assert not look_alike(name)
    for doc in docs:
        assert set(doc) == DOC_KEYS
        assert doc["lang"] in LANGUAGES
        assert re.fullmatch(r"https://[a-z0-9-]+\.example/\S+", doc["url"])
        assert datetime.fromisoformat(doc["published"]).utcoffset() is not None
        assert doc["published"].startswith("2026-")
        assert len(SENTENCE_END.findall(doc["text"])) >= 4, doc["id"]
        assert doc["story"] == name or (look_alike(doc["story"]) and doc["id"] == doc["story"])
        assert doc["text"] == doc["text"].strip() and "\n\n\n" not in doc["text"]
    times = [datetime.fromisoformat(doc["published"]) for doc in docs]
    assert times == sorted(times)
    assert 5 <= sum(doc["story"] == name for doc in docs) <= 10
    assert len({doc["lang"] for doc in docs if doc["story"] == name}) >= 2


@each
def test_passages_stand_where_gold_says(bundle: Bundle) -> None:
    _, docs, gold = bundle
    by_id = {doc["id"]: doc for doc in docs}
    for doc, exact in quoted(gold):
        assert exact and exact == exact.strip()
        assert exact in written(by_id[doc]), (doc, exact)
    for claim in gold["claims"]:
        for statement in claim["statements"]:
            speaker = statement["speaker"]
            assert speaker is None or speaker in written(by_id[statement["doc"]]), (statement["doc"], speaker)


@each
def test_links_point_backwards(bundle: Bundle) -> None:
    _, docs, gold = bundle
    place = {doc["id"]: at for at, doc in enumerate(docs)}
    language = {doc["id"]: doc["lang"] for doc in docs}
    outlet = {doc["id"]: doc["outlet"] for doc in docs}
    assert len({(link["derived"], link["origin"]) for link in gold["derivations"]}) == len(gold["derivations"])
    for link in gold["derivations"]:
        assert link["kind"] in KINDS and set(link.get("accept_kinds", [])) <= KINDS - {link["kind"]}
        for origin in [link["origin"], *link.get("accept", [])]:
            if re.match(r"(agency|official):\S", origin):
                continue
            assert place[origin] < place[link["derived"]], link
        if link["origin"] in place and link["kind"] != "credit":
            assert (link["kind"] == "translation") == (language[link["origin"]] != language[link["derived"]]), link
            assert (link["kind"] == "revision") <= (outlet[link["origin"]] == outlet[link["derived"]]), link


@each
def test_claims_count_what_they_list(bundle: Bundle) -> None:
    name, docs, gold = bundle
    members = {doc["id"] for doc in docs if doc["story"] == name}
    assert 2 <= len(gold["claims"]) <= 5
    for claim in gold["claims"]:
        assert CLAIM_KEYS <= set(claim) <= CLAIM_KEYS | {"denied_by"} and claim["story"] == name
        stances: dict[str, set[str]] = {}
        for statement in claim["statements"]:
            assert statement["stance"] in STANCES
            stances.setdefault(statement["stance"], set()).add(statement["doc"])
        assert set().union(*stances.values()) <= members
        assert claim["independent_origins"] == len(claim["origins"])
        for origin in claim["origins"]:
            assert origin["docs"] and set(origin["docs"]) <= stances.get("support", set()), (claim["id"], origin)
        denied = {doc for party in claim.get("denied_by", []) for doc in party["docs"]}
        assert denied == stances.get("deny", set()), claim["id"]
        contradiction = claim["disagreement"]
        if contradiction:
            assert contradiction["kind"] in DISAGREEMENTS
            assert contradiction["between"] and set(contradiction["between"]) <= set().union(*stances.values())


@each
def test_figures_are_ranges(bundle: Bundle) -> None:
    for claim in bundle[2]["claims"]:
        for figure in claim["figures"]:
            assert figure["unit"] and isinstance(figure["approximate"], bool)
            assert figure["high"] is None or figure["low"] <= figure["high"]


@each
def test_related_lists_are_sound(bundle: Bundle) -> None:
    name, docs, gold = bundle
    story = {doc["id"]: doc["story"] for doc in docs}
    assert gold["related"]
    for row in gold["related"]:
        assert row["should_show"] and all(story[shown] == name for shown in [row["doc"], *row["should_show"]])
        assert all(look_alike(hidden) for hidden in row["must_not_show"])
        assert row["doc"] not in row["should_show"]


def test_ids_are_unique() -> None:
    ids = Counter(doc["id"] for _, docs, _ in BUNDLES for doc in docs)
    claims = Counter(claim["id"] for _, _, gold in BUNDLES for claim in gold["claims"])
    assert [one for one, times in (ids + claims).items() if times > 1] == []


def test_twelve_languages_each_in_five_bundles() -> None:
    tuning = tool().bundles(SETS[0])
    seen = Counter(code for name, docs, _ in tuning for code in {doc["lang"] for doc in docs if doc["story"] == name})
    assert set(seen) == LANGUAGES
    assert min(seen.values()) >= 5, seen


def test_every_kind_of_trap_is_there() -> None:
    tuning = tool().bundles(SETS[0])
    kinds = Counter(link["kind"] for _, _, gold in tuning for link in gold["derivations"])
    assert set(kinds) == KINDS
    claims = [claim for _, _, gold in tuning for claim in gold["claims"]]
    assert {claim["independent_origins"] for claim in claims} >= {0, 1, 2, 3}
    stances = {statement["stance"] for claim in claims for statement in claim["statements"]}
    assert stances >= {"support", "deny", "query"}
    assert {claim["disagreement"]["kind"] for claim in claims if claim["disagreement"]} == DISAGREEMENTS
    assert sum(look_alike(doc["story"]) for _, docs, _ in tuning for doc in docs) >= 10
    assert len(tuning) >= 26


@pytest.mark.parametrize("folder", SETS, ids=[folder.name for folder in SETS])
def test_joining_keeps_everything_in_order(folder: Path, tmp_path: Path) -> None:
    module = tool()
    module.main(str(folder), str(tmp_path))
    lines = (tmp_path / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == sum(len(docs) for _, docs, _ in module.bundles(folder))
    docs, gold = module.joined(folder)
    times = [datetime.fromisoformat(doc["published"]) for doc in docs]
    assert times == sorted(times)
    assert len(gold["claims"]) == sum(len(gold["claims"]) for _, _, gold in module.bundles(folder))


@pytest.mark.parametrize("folder", SETS, ids=[folder.name for folder in SETS])
def test_the_table_names_every_bundle(folder: Path) -> None:
    table = (folder / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([sg]\d\d-[a-z0-9-]+) \| [a-z ]+ \| (\d+) \|", table, flags=re.M))
    assert rows == {name: str(sum(doc["story"] == name for doc in docs)) for name, docs, _ in tool().bundles(folder)}
