"""What robots.txt lets us fetch: groups, the longest rule, statuses, hostile files."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrobora.gather.fetch import USER_AGENT
from corrobora.gather.robots import LONGEST_DELAY, MOST_BYTES, NO_ANSWER, Robots

SITE = "https://a.example"
FILE = b"""\xef\xbb\xbf# our rules
User-agent: *
Disallow: /private
Crawl-delay: 7

User-agent: CORROBORA   # and nobody else
User-agent: otherbot
Disallow: /archive/
Allow: /archive/open
Disallow: /*.pdf$
Disallow: /search?q=
crawl-delay: 2.5

User-agent: news
Disallow: /
"""


def robots(body: bytes | None, status: int = 200, agent: str = "Corrobora") -> Robots:
    return Robots.of(body, status, agent)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/private", True), ("/archive/1", False), ("/archive/open/1", True), ("/a.pdf", False),
        ("/a.pdf?x", True), ("/search?q=x", False), ("/search", True), ("/robots.txt", True), ("/archiv%65/1", False),
    ],
)  # fmt: skip
def test_the_group_that_names_us(path: str, allowed: bool) -> None:
    assert robots(FILE).allows(SITE + path) is allowed
    assert robots(FILE, agent=USER_AGENT).allows(SITE + path) is allowed, "the rest of the User-Agent names nobody"


def test_those_who_are_not_named_go_by_the_star() -> None:
    for agent in ("Elsewhere/1.0", "corrobora-images", "newsbot"):
        other = robots(FILE, agent=agent)
        assert not other.allows(SITE + "/private/1") and other.allows(SITE + "/archive/1"), agent
        assert other.crawl_delay == 7
    assert robots(FILE).crawl_delay == 2.5


def test_groups_of_one_name_are_one() -> None:
    rules = robots(
        b"User-agent: corrobora\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: Corrobora/2\nDisallow: /b"
    )
    assert [rules.allows(SITE + path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 429, 451])
def test_no_file_allows_everything(status: int) -> None:
    found = robots(b"User-agent: *\nDisallow: /", status)
    assert found.allows(SITE + "/x") and not found.for_now and found.crawl_delay is None


@pytest.mark.parametrize("status", [500, 502, 503, 599, NO_ANSWER])
def test_a_site_in_trouble_refuses_everything_for_now(status: int) -> None:
    found = robots(b"", status)
    assert not found.allows(SITE + "/x") and found.for_now and found.crawl_delay is None


@pytest.mark.parametrize(
    "body", [None, b"", b"<!doctype html><html><p>Not found</p>", b"\0" * 5000, bytes(range(256)) * 9]
)
def test_what_cannot_be_read_allows_everything(body: bytes | None) -> None:
    assert robots(body).allows(SITE + "/x")


@pytest.mark.parametrize(
    ("stated", "delay"),
    [
        (b"10", 10.0),
        (b"86400", LONGEST_DELAY),
        (b"-3", None),
        (b"soon", None),
        (b"nan", None),
        (b"inf", None),
        (b"1e999", None),
    ],
)
def test_delays_have_bounds(stated: bytes, delay: float | None) -> None:
    assert robots(b"User-agent: *\nCrawl-delay: " + stated).crawl_delay == delay


def test_only_the_beginning_of_a_long_file_is_read() -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    filling = b"#" * (MOST_BYTES - len(start) - 12)
    found = robots(start + filling + b"\nDisallow: /bcdefgh\nDisallow: /later")
    assert not found.allows(SITE + "/a")
    assert found.allows(SITE + "/later") and found.allows(SITE + "/b"), "a rule that is cut off is none"


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"User-agent: bot%d\n" % number for number in range(15_000)) + b"Disallow: /a\n" * 15_000,
        b"".join(b"User agent bot%d\n" % number for number in range(15_000)) + b"Disallow: /a\n" * 15_000,
        b"User-agent: *\n" * 15_000 + b"".join(b"Disallow: /*%d*$\n" % number for number in range(15_000)),
        b"User-agent: *\nDisallow: /" + b"*a" * 240_000 + b"$",
        b"user" + b" " * 500_000,
        b"user" + b"-" * 500_000,
    ],
    ids=["names", "names without colon", "rules", "stars", "spaces", "dashes"],
)
def test_hostile_files_cost_little(body: bytes) -> None:
    began = time.process_time()
    found = robots(body)
    for number in range(10):
        found.allows(f"{SITE}/{'a' * 3000}{number}")
    assert time.process_time() - began < 3


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_file_and_any_address(body: bytes, path: str) -> None:
    found = robots(b"User-agent: *\n" + body)
    assert found.allows(f"{SITE}/{path}") in (True, False)
    assert found.allows(path) in (True, False)
    assert found.crawl_delay is None or 0 <= found.crawl_delay <= LONGEST_DELAY
