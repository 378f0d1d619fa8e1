"""Find the feeds at an address: the address itself if it is a feed, else those that its page names."""

from corrobora.errors import FetchError
from corrobora.gather.feeds import feeds_on, listing
from corrobora.gather.fetch import Fetcher
from corrobora.gather.links import canonical
from corrobora.records import Feed

COMMENTS = ("comment", "kommentar", "commenti", "comentario")
"""In the address of a feed that lists what readers write, and not what the outlet does."""


async def feeds_at(fetcher: Fetcher, url: str) -> tuple[Feed, ...]:
    """The feeds at an address; raises FetchError if it cannot be had, or is no feed and names none."""
    address = canonical(url if "://" in url else f"https://{url}")
    if address is None:
        raise FetchError(f"{url}: is no web address")
    answer = await fetcher.fetch(address)
    assert answer.capture is not None  # nothing was known before, so no server can say "unchanged"
    body, kind = answer.capture.body, answer.capture.media_type
    try:
        return (Feed(url=address, title=listing(body, answer.url, kind).title or None),)
    except FetchError as error:
        named = [Feed(url=feed, title=title or None) for feed, title in feeds_on(body, answer.url)]
        wanted = tuple(feed for feed in named if not any(word in feed.url.lower() for word in COMMENTS))
        if not wanted:
            raise FetchError(f"{address}: is no feed, and its page names none; give the address of a feed") from error
        return wanted
