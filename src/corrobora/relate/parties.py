"""Say which party stands behind who speaks: the institution of an office, the government that a country stands for.

All that is known about offices and institutions stands in gazetteer/parties.toml.
"""

import tomllib
from functools import cache
from itertools import accumulate

import msgspec

from corrobora.errors import PackError
from corrobora.gazetteer.called import FOLDER, PLACES, Called

GOVERNMENT, PRESIDENCY = "government", "presidency"
_PATH = FOLDER / "parties.toml"


class PartyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """parties.toml."""

    one_voice: str
    roles: str
    offices: dict[str, str]
    persons: dict[str, str]


@cache
def party_table() -> PartyTable:
    try:
        return msgspec.convert(tomllib.loads(_PATH.read_text(encoding="utf-8")), PartyTable)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PackError(f"{_PATH}: {error}") from error


@cache
def capitals() -> frozenset[str]:
    """The last parts of the ids of all capitals: "ru-moscow"."""
    path = next(iter(sorted(PLACES.glob("*.json"))), None)
    if path is None:
        return frozenset()
    return frozenset(msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, msgspec.Raw]])["capitals"])


class Parties:
    """From entities to parties. One institution is one party, whoever speaks for it: minister, spokesperson, ministry.

    Ministries of one state stay distinct parties, also from its government. President, presidency and government are
    one where the head of state leads the government (`one_voice`); elsewhere the presidency is apart. What cannot be
    placed stands for itself: a party is never guessed.
    """

    def __init__(self, called: Called):
        self._called = called
        table = party_table()
        self._one_voice = frozenset(table.one_voice.split())
        self._roles = sorted(table.roles.split(), key=len, reverse=True)
        self._offices = table.offices
        self._persons = table.persons

    def of(self, entity: str, office: str | None = None) -> str:
        """The party of an entity; `office` is the one that a person is known to hold, if texts tell."""
        scheme, _, rest = entity.partition(":")
        if scheme == "person":
            office = office or self.office(entity)
            beside = self._persons.get(entity)
            return self.of(beside) if beside else self.of(office) if office else entity
        if scheme == "country":
            return self._institution(rest, GOVERNMENT)
        if scheme == "city" and rest in capitals():
            return self._institution(rest[:2], GOVERNMENT)
        if scheme == "office":
            return self._of_office(entity, rest)
        if scheme == "org" and rest[2:3] == "-":
            return self._institution(rest[:2], rest[3:]) if rest[3:] in (PRESIDENCY, GOVERNMENT) else entity
        return entity

    def office(self, person: str) -> str | None:
        """The office that the gazetteer knows a person to hold."""
        entry = self._called.entries.get(person)
        if entry is None or not entry.office:
            return None
        return f"office:{entry.country}-{entry.office}" if entry.country else f"office:{entry.office}"

    def state(self, entity: str) -> str | None:
        """The country whose office, institution or official an entity is ("ru"); None for what belongs to no state.

        A party whose state speaks elsewhere by the country's name alone may be that speaker: a ministry, and "Moscow".
        """
        party = self.of(entity)
        scheme, _, rest = party.partition(":")
        if scheme in ("country", "city"):
            return rest[:2]
        if scheme in ("org", "office") and rest[2:3] == "-" and f"org:{rest[:2]}" not in self._called.entries:
            return rest[:2]
        return None

    def _institution(self, country: str, name: str) -> str:
        if name == PRESIDENCY and country in self._one_voice:
            name = GOVERNMENT
        return f"org:{country}-{name}"

    def _of_office(self, entity: str, rest: str) -> str:
        """An office: by the table, by the body that it belongs to, by what is left without the role."""
        country = rest[:2] if rest[2:3] == "-" and f"org:{rest[:2]}" not in self._called.entries else ""
        name = rest[3:] if country else rest
        if name in self._offices:
            told = self._offices[name]
            return self._institution(country, told) if country else f"org:{told}"
        prefix = f"{country}-" if country else ""
        words = name.split("-")
        for start in list(accumulate(words, lambda left, right: f"{left}-{right}"))[::-1]:
            if f"org:{prefix}{start}" in self._called.entries:
                return self.of(f"org:{prefix}{start}")
        for role in self._roles:
            if name.endswith(f"-{role}"):
                left = name[: -len(role) - 1]
                body = f"{left}-ministry" if role.endswith("minister") and not left.endswith("ministry") else left
                return self.of(f"office:{prefix}{left}") if left in self._offices else self.of(f"org:{prefix}{body}")
        return f"org:{prefix}{name}" if country and name.endswith(("-ministry", "army", "police")) else entity
