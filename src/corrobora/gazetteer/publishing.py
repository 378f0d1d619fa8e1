"""Say which outlet publishes at an address."""

from pathlib import Path
from urllib.parse import urlsplit

from corrobora.gazetteer import domains
from corrobora.records import Outlet

HOST_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
LONGEST_HOST = 253
"""Letters of a host name at most (RFC 1035)."""


def outlet_of(url: str, folders: tuple[Path, ...] = ()) -> Outlet | None:
    """The outlet that publishes at an http(s) address: the known one with the longest matching domain.

    "https://edition.cnn.com/x" is CNN's, "news.google.com" is Google News, although google.com is nobody's. An address
    whose host is not known gives an outlet of kind "unknown": its id and name are the registrable part of the host.
    `folders` are gazetteer folders beside the built-in one. None if there is no host that could be an outlet's; without
    "http://" or "https://" only known hosts are taken for hosts, since "page.html" looks like one.
    """
    host = host_of(url)
    if host is None:
        return None
    known, suffixes = domains.publishers(folders), domains.suffixes()
    domain = host
    while domain and (domain == host or domain not in suffixes):
        if domain in known:
            return known[domain]
        domain = domain.partition(".")[2]
    if _bare(url):
        return None
    own = registrable(host)
    return Outlet(id=f"outlet:{own}", name=_as_read(own), homepage=f"https://{own}/")


def host_of(url: str) -> str | None:
    """The host of an http(s) address in lower case, IDNA, without "www." and port; the scheme may be left out."""
    url, bare = url.strip(), _bare(url)
    try:
        parts = urlsplit(f"//{url}" if bare else url)
        host = domains.ascii_host((parts.hostname or "").rstrip("."))
    except ValueError:  # also what the codec raises for labels that are empty or too long
        return None
    host = host.removeprefix("www.")
    if parts.scheme not in ("", "http", "https") or (bare and ("@" in parts.netloc or "." not in host)):
        return None
    labels = host.split(".")
    usable = len(host) <= LONGEST_HOST and HOST_LETTERS.issuperset(host) and all(labels)
    return host if usable else None


def _bare(url: str) -> bool:
    """True for an address that begins with its host, if it is one at all."""
    scheme, mark, _ = url.strip().partition("://")
    return not (mark and scheme.isalpha()) and not url.strip().startswith("//")


def registrable(host: str) -> str:
    """The part of a host that somebody has registered: one label more than the longest suffix that it ends in."""
    labels, suffixes = host.split("."), domains.suffixes()
    if labels[-1].isdigit():  # an address in numbers
        return host
    for first in range(len(labels) - 1):
        if ".".join(labels[first:]) in suffixes:
            return ".".join(labels[max(first - 1, 0) :])
    return ".".join(labels[-2:])


def _as_read(host: str) -> str:
    """A host in the letters of its language."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
