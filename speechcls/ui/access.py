"""Who may ask: under which names the server answers, to pages of which origin, and with which password."""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import socket
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from speechcls.ui import LOOPBACK

EVERYWHERE = ("0.0.0.0", "::")
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Access:
    """What a request must bring. Anybody may ask a page of this computer, under a name that only this computer has."""

    host: str = "127.0.0.1"  # the address that is listened at
    names: tuple[str, ...] = ()  # others under which people reach this server, as through a proxy
    password: str = ""
    frames: tuple[str, ...] = ()  # sites that may show this page within theirs
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


def from_settings(host: str, names: list[str], password: str) -> Access:
    """Access by the command line's options, and by what a Hugging Face Space says of itself."""
    space = os.environ.get("SPACE_HOST", "")  # several, separated by commas, where it has a domain of its own
    known = [_hostname(name) for name in (*names, *space.split(",")) if name.strip()]
    return Access(host, tuple(known), password, ("https://huggingface.co", "https://*.hf.space") if space else ())


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
