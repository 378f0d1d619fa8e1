"""Say in a few words when an article was published, who disagrees, and how much of it could be read."""

from datetime import date

from corrobora.records import Access, Article

MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]

SAYS = {"given": "you", "url": "its address", "feed": "its feed", "last-modified": "its server no change since"}
"""Who states a date, by how it is known; all else stands on the page."""

LIMITS: dict[Access, str] = {
    "part": "only the free part of this page was read",
    "unknown": "perhaps only part of this page was read: it is for subscribers",
}


def when(article: Article) -> str:
    """The date of publication and how it is known."""
    return f"{article.published.value} ({article.published.how})" if article.published else "no date"


def dispute(article: Article) -> str | None:
    """Who states which other date: "its page says 3 Nov., its feed 1 Nov."; None if nobody disagrees."""
    if len(article.dates) < 2:
        return None
    days = [date.fromisoformat(one.value[:10]) for one in article.dates]
    with_year = len({day.year for day in days}) > 1
    said: dict[str, list[str]] = {}
    for one, day in zip(article.dates, days, strict=True):
        written = f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
        said.setdefault(SAYS.get(one.how, "its page"), []).append(written)
    first, *rest = [(who, " and ".join(several)) for who, several in said.items()]
    verb = "say" if first[0] == SAYS["given"] else "says"
    return ", ".join([f"{first[0]} {verb} {first[1]}", *(f"{who} {several}" for who, several in rest)])


def limits(article: Article) -> str | None:
    """What of the article could perhaps not be read; None if all of it was."""
    return LIMITS.get(article.access)
