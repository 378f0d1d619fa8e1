"""What every way of gathering gives: one document before it is read."""

import msgspec

from corrobora.records import Capture, Failure


class Input(msgspec.Struct, frozen=True):
    """One document before it is read: a page or text as bytes, a JSON document, or why there is neither.

    `given` is what came with the bytes and does not stand in them, under the names that a JSON document has for it:
    a mail's subject is the "headline" of its HTML part, its sender the "outlet", its date "published", and so on.
    What the user states of all documents beats it.
    """

    id: str
    content: Capture | dict[str, object] | Failure
    given: dict[str, str] = {}

    @classmethod
    def failed(cls, id: str, why: str) -> "Input":
        """A document that could not be had."""
        return cls(id, Failure(step="gather", input=id, error=why))
