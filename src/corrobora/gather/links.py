"""One address for one page: the parts that only track readers are left out, the rest is written one way."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "ocid",
    "cmpid", "ncid", "xtor", "at_medium", "at_campaign", "at_custom1", "at_custom2", "ref_src", "ref_url", "s_cid",
    "_ga", "_gl", "spm", "smid", "smtyp", "partner", "rss", "guccounter", "guce_referrer", "guce_referrer_sig", "share",
    "from_rss", "trk", "__twitter_impression", "sfnsn", "feature", "cid_source",
})  # fmt: skip
"""Names of parameters that change nothing of the page."""
PREFIXES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "vero_", "oly_", "wt_", "itm_", "_hs")
DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
"""Letters of an address: longer ones are no news, and some databases cannot index them."""
HOST = re.compile(r"[a-z0-9._:%-]+")


def canonical(url: str) -> str | None:
    """The address without tracking parameters, fragment, default port and user's name; None if it is no web address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in DEFAULT_PORTS or not host or len(url) > LONGEST:
        return None
    scheme = parts.scheme.lower()
    try:
        place = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return None
    if not HOST.fullmatch(place):
        return None
    if ":" in place:
        place = f"[{place}]"
    if port and port != DEFAULT_PORTS[scheme]:
        place = f"{place}:{port}"
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((scheme, place, path, urlencode(kept, quote_via=quote, safe="/:,"), ""))


def _tracks(name: str) -> bool:
    low = name.lower()
    return low in TRACKING or low.startswith(PREFIXES)
