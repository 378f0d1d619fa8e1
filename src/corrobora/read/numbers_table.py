"""numbers.toml: numbers, figures, and what is counted, as its file states them."""

import msgspec

Valued = tuple[tuple[float, str], ...]
"""Pairs of a value and the template of its forms: [2, "(due|2)"]."""


class NumbersTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """numbers.toml: how a language writes numbers, what stands around them, and what is counted.

    All words are lower-case templates. Which list does what is told in docs/adding-a-language.md and in the packs.
    """

    words: Valued = ()
    one: tuple[str, ...] = ()
    before_scale: Valued = ()
    article: tuple[str, ...] = ()
    small: Valued = ()
    large: Valued = ()
    bare: tuple[str, ...] = ()
    vague: Valued = ()
    rounded: Valued = ()
    several: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    money_scales: Valued = ()
    compounds: bool = False
    glued: bool = False
    about: tuple[str, ...] = ()
    about_after: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    least_after: tuple[str, ...] = ()
    most: tuple[str, ...] = ()
    most_after: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    among_after: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    of_units: tuple[str, ...] = ("%", "t", "kt", "kg", "g", "mg", "lb", "oz", "l", "gal", "bbl", "ha", "ac", "m²", "m³")
    units_before: tuple[tuple[str, str], ...] = ()
    counters: tuple[str, ...] = ()
    counter_links: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    definite: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    inverted: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    adjective_endings: tuple[str, ...] = ()
    adjectives_first: bool = False
    plural_endings: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    noun_before: bool = False
    ordinal_ends: tuple[str, ...] = ()
    not_noun_endings: tuple[str, ...] = ()
