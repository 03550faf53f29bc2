"""What the page needs to answer without the server: small networks as files, and the sentences on their answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast, get_args

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from speechcls.frontends.atlas import LOG, POWER
from speechcls.frontends.config import FrontEndConfig
from speechcls.live.detector import Smoothing
from speechcls.models import runtime, variants
from speechcls.models.classifier import Answer
from speechcls.models.rejection import Reason
from speechcls.models.variants import Card
from speechcls.ui import handlers
from speechcls.ui.protocol import engine
from speechcls.ui.protocol.engine import EngineSettings, LocalFrontEnd, LocalNetwork

LARGEST = 2_000_000  # bytes of a network that a browser is asked to fetch
VENDOR = Path(__file__).parent / "scope" / "vendor"
VARIED = ("domain", "level", "window_samples", "hop_samples", "n_fft", "power", "n_bands", "mean", "deviation")
FOR_EVER = "public, max-age=31536000, immutable"  # of addresses whose content never changes


def settings(cards: Iterable[Card], folder: Path | None = None) -> EngineSettings:
    """The networks of these cards that run in the browser, and how their answers become detections."""
    networks = {card.name: network(card) for card in cards if runs(card, folder)}
    return {"networks": networks, "smoothing": cast("engine.Smoothing", asdict(Smoothing()))}


def file_of(card: Card, folder: Path | None = None) -> Path:
    return variants.folder_of(card.name, folder) / runtime.FILE


def runs(card: Card, folder: Path | None = None) -> bool:
    """Whether a variant is small enough for the browser, and its input can be drawn there."""
    file = file_of(card, folder)
    small = bool(card.onnx_sha256) and file.is_file() and file.stat().st_size <= LARGEST
    return small and is_drawn(card.front_end)


def network(card: Card) -> LocalNetwork:
    """A variant as the browser gets it, with the page's sentences for each possible answer."""
    covered = (*card.covered_words, card.words[0])[0]
    return {
        "model": f"networks/{card.name}.onnx?{card.onnx_sha256[:16]}",
        "words": list(card.words),
        "reasons": list(get_args(Reason)),
        "front_end": front_end(card.front_end),
        "sees": handlers.sees(card),
        "standing": handlers.standing(card),
        "sure": [handlers.as_sure(card, _answer(covered, tenth / 10 + 0.05)) for tenth in range(10)],
        "cautions": {word: handlers.caution(card, _answer(word)) for word in card.rare_words},
        "unsure": handlers.caution(card, _answer(covered, 0.0)) if card.covered_words else "",
        "refusals": {reason: handlers.refusal(card, _answer("", reason=reason)) for reason in get_args(Reason)},
    }


def front_end(config: FrontEndConfig) -> LocalFrontEnd:
    """The settings of a front end that the browser's transform has."""
    return cast("LocalFrontEnd", {name: getattr(config, name) for name in ("log", *VARIED)})


def is_drawn(config: FrontEndConfig) -> bool:
    """Whether the browser's transform equals this front end."""
    like = (LOG if config.log else POWER) if config.domain == "spectrogram" else FrontEndConfig()
    return config.power is not None and config == replace(like, **{name: getattr(config, name) for name in VARIED})


def _answer(word: str, probability: float = 1.0, reason: Reason = "") -> Answer:
    return Answer((word,), (probability,), start=0.0, seconds=0.0, reason=reason)


def add_routes(server: FastAPI, cards: Iterable[Card], folder: Path | None = None) -> None:
    """Serve the networks that run in the browser, and the runtime; each is fetched once, when needed."""
    files = {card.name: file_of(card, folder) for card in cards if runs(card, folder)}

    @server.get("/networks/{name}.onnx")
    async def model(name: str) -> FileResponse:
        if name not in files:
            raise HTTPException(404)
        return FileResponse(files[name], media_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})

    server.mount("/scope/vendor", Kept(directory=VENDOR))


class Kept(StaticFiles):
    """Files whose folders name their versions, so that a browser may cache them for ever."""

    async def get_response(self, path: str, scope: Scope) -> Any:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER
        return response
