"""Who may ask: under which names the server answers, to pages of which origin, and with which password."""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
import secrets
import socket
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from speechcls.ui import LOOPBACK

EVERYWHERE = ("0.0.0.0", "::")
DEFAULT_PORTS = {"http": 80, "https": 443}
THIS_COMPUTER = ("127.0.0.0/8", "::1")
ANYBODY = ("0.0.0.0/0", "::/0")
PATH = re.compile(r"(/[\w~-][\w.~-]*)+", re.ASCII)

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks (192.0.2.0/24) read from text."""
    try:
        return tuple(ipaddress.ip_network(address, strict=False) for address in addresses)
    except ValueError as error:
        raise ValueError(f"Expected an address such as 192.0.2.7 or a network such as 192.0.2.0/24: {error}.") from None


@dataclass(frozen=True)
class Access:
    """What a request must bring. Anybody may ask a page of this computer, under a name that only this computer has."""

    host: str = "127.0.0.1"  # the address that is listened at
    names: tuple[str, ...] = ()  # others under which people reach this server, as through a proxy
    password: str = ""
    frames: tuple[str, ...] = ()  # sites that may show this page within theirs
    root_path: str = ""  # below which a proxy serves the page, such as /words
    proxies: tuple[Network, ...] = networks(THIS_COMPUTER)  # that are believed how the browser asked them
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)  # signs who gave the password

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server.

        Someone else's name may be made to point at this computer (DNS rebinding), and then a page of theirs is of the
        same origin as this server. An address can't be made to, so that a server for everyone answers to any.
        """
        named = _split(f"//{host}")
        name = (named.hostname or "").rstrip(".") if named else ""
        if name in (*LOOPBACK, self.host.lower(), *self.names):
            return True
        own = socket.gethostname().lower()
        return self.host in EVERYWHERE and (_is_address(name) or name in (own, f"{own}.local"))

    def takes(self, origin: str | None, host: str) -> bool:
        """Whether the page that asks, by its Origin header, is this server's, or no page asks at all.

        A proxy may drop the port of the Host header; where there is one, it counts.
        """
        if origin is None:
            return True
        page, ours = _split(origin), _split(f"//{host}")
        if page is None or ours is None or not page.hostname:
            return False
        if page.hostname in self.names:
            return True
        return page.hostname == ours.hostname and ours.port in (None, page.port or DEFAULT_PORTS.get(page.scheme))

    def trusts(self, client: str) -> bool:
        """Whether what the client at this address says of the browser behind it is believed."""
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address  # of a socket for both kinds
        return any(address in network for network in self.proxies)

    def lets_in(self, authorization: str) -> bool:
        """Whether an Authorization header (HTTP Basic) holds the password, if there is one, after whatever name."""
        if not self.password:
            return True
        scheme, _, given = authorization.partition(" ")
        try:
            said = b64decode(given.strip(), validate=True).partition(b":")[2] if scheme.lower() == "basic" else b""
        except NotBase64:
            return False
        return hmac.compare_digest(said, self.password.encode())


def from_settings(
    host: str, names: Iterable[str] = (), password: str = "", root_path: str = "", proxies: Iterable[str] = ()
) -> Access:
    """Access by the command line's options, and by what a Hugging Face Space says of itself."""
    space = os.environ.get("SPACE_HOST", "")  # several, separated by commas, where it has a domain of its own
    known = [*names, *space.split(",")]
    if "://" in root_path:  # all of the page's address, as Gradio takes it too
        known.append(root_path)
        root_path = urlsplit(root_path).path
    below = path_below(root_path)
    if below is None:
        raise ValueError(f"Expected a path such as /words, of letters, digits and any of ._~-, and {root_path!r} came.")
    return Access(
        host,
        tuple(_hostname(name) for name in known if name.strip()),
        password,
        ("https://huggingface.co", "https://*.hf.space") if space else (),
        below,
        networks((*THIS_COMPUTER, *proxies, *(ANYBODY if space else ()))),  # a Space is reached through its proxy alone
    )


def path_below(path: str) -> str | None:
    """A path as /a/b without a slash at its end, empty for the top; None where it isn't one that we serve at."""
    bare = f"/{path.strip('/')}" if path.strip("/") else ""
    return bare if not bare or PATH.fullmatch(bare) else None


def _hostname(name: str) -> str:
    """The bare name in a name, a name with a port, or a whole address."""
    split = _split(name.strip() if "://" in name else f"//{name.strip()}")
    if split is None or not split.hostname:
        raise ValueError(f"Expected a name such as example.org, and {name!r} came.")
    return split.hostname


def _split(address: str) -> SplitResult | None:
    """The parts of an address, None where it has none: brackets that aren't closed, or a port that is no number."""
    try:
        split = urlsplit(address)
        split.port  # noqa: B018 - which only now is read
        return split
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        return False
