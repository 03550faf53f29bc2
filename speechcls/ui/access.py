"""Access control: the names the server answers to, the origins of pages it answers, and the password."""

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
    """What a request must fulfil. By default pages of this computer are served, under names of this computer alone."""

    host: str = "127.0.0.1"  # address to listen on
    names: tuple[str, ...] = ()  # further names of this server, as behind a proxy
    password: str = ""
    frames: tuple[str, ...] = ()  # sites that may embed this page
    root_path: str = ""  # path below which a proxy serves the page, such as /words
    proxies: tuple[Network, ...] = networks(THIS_COMPUTER)  # proxies whose X-Forwarded headers are trusted
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)  # signs the cookies of browsers
    addresses: tuple[str, ...] = ()  # of this server on its networks, where it answers to these alone

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server.

        A foreign name can be made to point at this computer (DNS rebinding), and a page under it then has the same
        origin as this server. An address can't, so a server for everyone answers to any address.
        """
        named = _split(f"//{host}")
        name = (named.hostname or "").rstrip(".") if named else ""
        if self.addresses:
            return name in (*self.addresses, *self.names)
        if name in (*LOOPBACK, self.host.lower(), *self.names):
            return True
        own = socket.gethostname().lower()
        return self.host in EVERYWHERE and (_is_address(name) or name in (own, f"{own}.local"))

    def takes(self, origin: str | None, host: str) -> bool:
        """Whether a request comes from a page of this server, by its Origin header, or from no page at all.

        A proxy may drop the port of the Host header; where there is a port, it must match.
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
        """Whether the client at this address is a trusted proxy, whose X-Forwarded headers count."""
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address  # of a socket for IPv4 and IPv6
        return any(address in network for network in self.proxies)

    def lets_in(self, authorization: str) -> bool:
        """Whether an Authorization header (HTTP Basic) holds the password, after any user name."""
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
    """Access by the command line's options, and by the environment of a Hugging Face Space."""
    space = os.environ.get("SPACE_HOST", "")  # several names, separated by commas, where it has its own domain
    known = [*names, *space.split(",")]
    if "://" in root_path:  # the page's full URL, which Gradio accepts as well
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
    """A path such as /a/b without a trailing slash, empty for the root; None where the path is not allowed."""
    bare = f"/{path.strip('/')}" if path.strip("/") else ""
    return bare if not bare or PATH.fullmatch(bare) else None


def _hostname(name: str) -> str:
    """The host name in a name, in a name with a port, or in a URL."""
    split = _split(name.strip() if "://" in name else f"//{name.strip()}")
    if split is None or not split.hostname:
        raise ValueError(f"Expected a name such as example.org, and {name!r} came.")
    return split.hostname


def _split(address: str) -> SplitResult | None:
    """The parts of a URL; None where it is malformed: brackets that aren't closed, or a port that is no number."""
    try:
        split = urlsplit(address)
        split.port  # noqa: B018 - parsed only when it is read
        return split
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        return False
