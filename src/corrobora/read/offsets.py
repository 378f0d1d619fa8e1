"""Lead from a position in an article back to its input."""

from bisect import bisect_right

from corrobora.records import Article


def origin(article: Article, position: int) -> int | None:
    """Where the code point at `position` of the article's text stands in the decoded input; None if cleaning put it in.

    Exact for plain text. For a page it is where the passage around it begins.
    """
    edits = article.offsets
    at = bisect_right(edits, position, key=lambda edit: edit.start) - 1
    if at < 0 or position >= edits[at].end:
        return None
    edit = edits[at]
    if edit.original is not None:
        return edit.origin if edit.original else None
    passages_of_a_page = len(edits) > 1 and all(other.original is None for other in edits)
    return edit.origin if passages_of_a_page else edit.origin + position - edit.start
