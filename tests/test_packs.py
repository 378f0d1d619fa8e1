"""Every pack's examples, through the same run as `corrobora languages check`."""

from pathlib import Path

import pytest

from corrobora.errors import PackError
from corrobora.read.pack_examples import Result, examples_of, read_example, run
from corrobora.read.packs import Pack, installed, load_pack
from corrobora.read.reader import Reader
from corrobora.records import Act

CODES = installed()
FEWEST_POSITIVE = 80
FEWEST_NEGATIVE = 40
MOST_KNOWN_FAILURES = 0.1
"""Of all examples of a pack."""


@pytest.fixture(scope="module", params=CODES)
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param)


def test_there_are_packs() -> None:
    assert len(CODES) >= 13


def test_a_pack_has_examples_enough(pack: Pack) -> None:
    table = examples_of(pack)
    assert len(table.positive) >= FEWEST_POSITIVE
    assert len(table.negative) >= FEWEST_NEGATIVE
    known = len(table.known_failure)
    assert known <= MOST_KNOWN_FAILURES * (known + len(table.positive) + len(table.negative))


def test_examples_come_out_as_they_must(pack: Pack) -> None:
    wrong = [result for result in run(pack) if not result.passed]
    assert not wrong, "\n".join(map(told, wrong))


def told(result: Result) -> str:
    misses = "".join(f"\n    - {miss}" for miss in result.misses) or "\n    - now comes out right: move it"
    return f"{result.list} {result.number} ({result.example.why})\n    {result.example.text}{misses}"


def test_examples_are_not_told_twice(pack: Pack) -> None:
    table = examples_of(pack)
    texts = [example.text for example in (*table.positive, *table.negative, *table.known_failure)]
    assert len(texts) == len(set(texts))


def test_examples_show_most_acts(pack: Pack) -> None:
    shown = {one.act for example in examples_of(pack).positive for one in example.statement}
    missing = set(Act.__args__) - shown  # type: ignore[attr-defined]
    assert len(missing) <= 2, f"no example of {sorted(missing)}"


def test_reading_an_example_twice_changes_nothing(pack: Pack) -> None:
    reader = Reader(pack)
    example = examples_of(pack).positive[0]
    assert read_example(reader, example) == read_example(Reader(pack), example)


ONE = '[[{kind}]]\ntext = "A b."\nwhy = "w"\n'
ITS = "[[{kind}.statement]]\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ONE.format(kind="positive"), "a positive says what must be found"),
        ((ONE + ITS).format(kind="negative") + 'act = "say"\n', "a negative has no statements"),
        ((ONE + ITS).format(kind="positive") + 'act = "say"\ncue = "c"\n', "does not stand in"),
        ((ONE + ITS).format(kind="positive") + 'act = "shout"\n', "shout"),
        (ONE.format(kind="positve"), "positve"),
        ("[[positive]\n", "not readable as TOML"),
    ],
)
def test_examples_that_contradict_themselves_are_refused(tmp_path: Path, content: str, said: str) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "language.toml").write_text('code = "xx"\nname = "X"\nenglish_name = "X"\n', encoding="utf-8")
    (folder / "examples.toml").write_text(content, encoding="utf-8")
    with pytest.raises(PackError, match=said):
        examples_of(Pack(folder))
