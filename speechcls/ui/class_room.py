"""The page for a class: the addresses of this computer on its networks, a certificate for them, and the QR code."""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WARNING = (
    "Each browser warns once that the connection is not private: the certificate was made just now on this computer, "
    "so no authority vouches for it. Nothing else would do, since browsers lend a microphone to https alone. "
    "Choose Advanced, then Proceed (Safari: Show Details, then visit this website)."
)
ELSEWHERE = ("192.0.2.1", 9)  # a documentation address (RFC 5737); choosing a route to it sends nothing


@dataclass(frozen=True)
class Certificate:
    """A server's certificate with its key, both in memory alone, and its authority's certificate."""

    context: ssl.SSLContext
    authority: bytes  # PEM


def addresses() -> tuple[str, ...]:
    """This computer's IPv4 addresses that others on its networks reach it by, that of the default route first.

    Raises ValueError where there is none.
    """
    import ifaddr

    every = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    found = [address for address in dict.fromkeys(every) if is_reachable(address)]
    if not found:
        raise ValueError(
            "this computer has no address on a network, so no other one could open the page. Connect it to the "
            "network that the class is in, then start again."
        )
    first = _default()
    return tuple(sorted(found, key=lambda address: address != first))


def is_reachable(address: str) -> bool:
    """Whether other computers can reach this one by an IPv4 address: loopback, and those of no network, are out."""
    try:
        parsed = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified or parsed.is_multicast)


def _default() -> str:
    """The address from which this computer would reach others far away; empty without a route there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def certify(names: Iterable[str]) -> Certificate:
    """A certificate for these addresses, made now; nobody keeps the key of its authority."""
    import trustme

    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return Certificate(context, authority.cert_pem.bytes())


def qr_svg(url: str) -> str:
    """The QR code of an address as SVG, black on white in light and dark, for the page."""
    import segno

    return str(segno.make(url, error="m", micro=False).svg_inline(scale=4, border=4, light="#fff", omitsize=True))


def announce(urls: Sequence[str]) -> str:
    """What the terminal says: where the class finds the page, the first address as a QR code, and why browsers warn."""
    import segno

    drawn = io.StringIO()
    segno.make(urls[0], error="m", micro=False).terminal(drawn, compact=True)
    others = f"\nOn other networks of this computer: {'  '.join(urls[1:])}" if urls[1:] else ""
    return f"speechcls is ready for the class: {urls[0]}  (Ctrl-C ends it){others}\n{drawn.getvalue()}\n{WARNING}"
