"""Tell public network addresses from those that a page from outside must never make us ask.

Python's `is_global` lets some through that lead inside: multicast, NAT64, 6to4, IPv4 inside IPv6. Here an address is
public only if it is global itself, and so is every IPv4 address that is written in it.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NEVER = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "224.0.0.0/4",
                               "100::/64", "2001::/23", "2001:db8::/32", "fec0::/10", "ff00::/8")))  # fmt: skip
"""Registered for special use, whatever `is_global` says of them."""
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """True if an IP address is one of the open internet; False for anything that is none."""
    try:
        one = ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(one, IPv4Address):
        return _is_public(one)
    return _is_public(one) and all(_is_public(inside) for inside in _inside(one))


def _is_public(one: IPv4Address | IPv6Address) -> bool:
    return one.is_global and not one.is_multicast and not any(one in network for network in NEVER)


def _inside(one: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    found = [other for other in (one.ipv4_mapped, one.sixtofour) if other is not None]
    if one.teredo is not None:
        found += one.teredo
    packed = int(one)
    if any(one in network for network in NAT64) or packed < 1 << 32:
        found.append(IPv4Address(packed & 0xFFFFFFFF))
    return found


async def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order to try them; raises OSError if it has none."""
    import asyncio

    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
