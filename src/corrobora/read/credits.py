"""Find who signs an article: outlet, byline, dateline, agency credits, notes on translation."""

import msgspec

from corrobora.read.boilerplate import BoilerplateReader
from corrobora.records import Article

SIGNED_END = 120
"""Code points at the end of a paragraph in which an agency in brackets signs it."""

SIGNED_START = 160
"""Code points at the beginning of the story in which an agency in brackets signs it."""

_BODY = ("standfirst", "paragraph")


def signed(article: Article, boilerplate: BoilerplateReader) -> Article:
    """The article with the outlet, byline, dateline and credits that its text shows.

    Credits are agencies' names as they stand ("ANSA", "연합뉴스") and notes on translation as a whole, each once, in
    the order of the text. An agency in brackets counts at the beginning of the story and at the end of a paragraph; in
    the middle of a sentence it is only mentioned. The author of the page's metadata stays the byline, but for agencies.
    """
    credits: list[str] = []
    byline, dateline, outlet = article.byline, article.dateline, article.outlet
    begun = False
    for passage in article.passages:
        words = passage.span.of(article.text)
        if passage.kind == "boilerplate":
            found = boilerplate.find(words)
            if found is None or found.value is None:
                continue
            if found.kind == "byline":
                byline = byline or found.value
            elif found.kind == "outlet":
                outlet = outlet or found.value
            else:
                credits.append(found.value)
        elif passage.kind in _BODY:
            if passage.kind == "paragraph" and not begun:
                begun = True
                if opening := boilerplate.dateline(words):
                    dateline = dateline or opening.place
                    credits += [opening.agency] if opening.agency else []
                credits += boilerplate.agencies(words[:SIGNED_START])
            credits += boilerplate.closing_agencies(words[-SIGNED_END:])
    if byline:
        byline, agencies = _people(byline, boilerplate)
        credits += agencies
    signed_by = tuple(dict.fromkeys([*article.credits, *credits]))
    return msgspec.structs.replace(article, byline=byline, dateline=dateline, outlet=outlet, credits=signed_by)


def _people(byline: str, boilerplate: BoilerplateReader) -> tuple[str | None, list[str]]:
    """The byline without the word for "by" and without agencies, and the agencies: "By Ada Brown, AP" is two things."""
    found = boilerplate.find(byline)
    if found and found.kind == "byline" and found.value:
        byline = found.value
    names, agencies = [], []
    for name in byline.split(", "):
        agency = boilerplate.agency_at_start(name)
        if agency:
            agencies.append(agency)
        else:
            names.append(name)
    return ", ".join(names) or None, agencies
