"""What can go wrong, as one tree of exceptions.

    CorroboraError
    ├── SettingsError      a setting that cannot be used            (exit code 2)
    ├── PackError          a language pack that cannot be used      (exit code 2)
    │   └── TemplateError  a template that does not follow the grammar
    ├── StoreError         a store that cannot be opened or used    (exit code 2)
    ├── FetchError         one address that gives nothing to read   (becomes a Failure record)
    └── ReadError          one input that cannot be read            (becomes a Failure record)

Every message names the thing, says what was expected, and what to do about it.
"""


class CorroboraError(Exception):
    """The root: catch this to catch everything that Corrobora raises on purpose."""


class SettingsError(CorroboraError):
    """A settings file, environment variable or option that cannot be used."""


class PackError(CorroboraError):
    """A language pack that is missing, malformed or contradicts itself."""


class TemplateError(PackError):
    """A template that does not follow the grammar of read/templates.py."""


class ReadError(CorroboraError):
    """One input that cannot be read: empty, binary, too large, in no known language …"""


class StoreError(CorroboraError):
    """A store that cannot be opened, is another program's, or is damaged where it is needed."""


class FetchError(CorroboraError):
    """One address that gives nothing to read: refused, too slow, too large, broken … `status` if a server answered."""

    def __init__(self, reason: str, *, status: int | None = None, retry_after: int | None = None):
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after
