"""The WebSocket /live: sound comes in as it is spoken, probabilities and detections go out.

Why not Gradio's streaming microphone? `python -m benchmarks.live` measures both (`--clients 8` for eight people at
once). With Gradio a step, which is an upload and a call, takes twice as long from sound sent to answer received, and
forty times as long with a matplotlib figure; each of eight people gets several times as many answers here. Answers came
in order both ways. Gradio leaves a file on the server's disk for every chunk, this leaves none.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import struct
import time
from collections import ChainMap
from collections.abc import AsyncIterator, Mapping, MutableMapping
from typing import Any

import numpy as np
from fastapi import FastAPI, Response, WebSocket
from starlette.websockets import WebSocketDisconnect

from speechcls.audio import SAMPLE_RATE
from speechcls.live.batcher import Batcher
from speechcls.live.detector import Listener, Update
from speechcls.models.classifier import Classifier
from speechcls.ui.live_front_ends import PERIOD, LiveFrontEndPictures
from speechcls.ui.model_pool import RANKED, ModelPool
from speechcls.ui.parts.front_ends import comparison
from speechcls.ui.protocol.live import LiveAnswer, LiveUpdate

CONNECTIONS = 128  # at once
MAX_SAMPLES = SAMPLE_RATE // 2  # a message
MAX_TEXT = 500  # characters a message
IDLE = 30.0  # s without a message after which a connection is closed
QUIET = 5.0  # s without sound after which a connection may have to make room for another
PLACE = QUIET  # s that a newcomer waits for a place: one who left may not be gone yet, and a silent one makes room
PATIENCE = 10.0  # s that a client may take to accept an answer
HEADER = struct.Struct("<II")  # number of the message, position of its first sample
OWN = "own words"  # how answers call what a page has taught, whose name is a secret of that page
REFUSED, FAILED, FULL = 1008, 1011, 1013  # close codes of RFC 6455 and its registry


class InvalidMessage(ValueError):
    """An invalid message. The sentence is sent back before the connection is closed."""


def add_routes(server: FastAPI, pool: ModelPool, own: MutableMapping[str, Classifier] | None = None) -> None:
    """Serve /live with the pool's variants, and with `own` words that are taught meanwhile.

    To be called before anything is mounted at "/".
    """
    classifiers = ChainMap(pool.classifiers, {} if own is None else own)
    batcher = Batcher(classifiers)
    pictures = LiveFrontEndPictures(pool, batcher)
    connections: set[Connection] = set()
    server.state.listeners = connections
    before = server.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        try:
            async with before(app) as state:
                yield state
        finally:
            pictures.close()
            batcher.close()

    server.router.lifespan_context = lifespan

    @server.post("/live")
    async def reachable() -> Response:
        """Where the WebSocket is refused, a page asks here: browsers hide the reason of a refused WebSocket."""
        return Response(status_code=204)

    @server.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        if not await _has_place(connections):
            sentence = f"{CONNECTIONS} people are listening, and there is room for no more. Try again in a minute."
            await _end(socket, FULL, sentence)
            return
        connection = Connection(socket, pool, batcher, classifiers, pictures)
        connections.add(connection)
        try:
            await connection.serve()
        finally:
            connections.discard(connection)


async def _has_place(connections: set[Connection]) -> bool:
    """Whether there is room for one more, or soon will be."""
    until = time.monotonic() + PLACE
    while len(connections) >= CONNECTIONS and not _make_room(connections):
        if time.monotonic() >= until:
            return False
        await asyncio.sleep(0.1)
    return True


def _make_room(connections: set[Connection]) -> bool:
    """End the connection that has been silent for longest; False if all send sound."""
    quietest = min(connections, key=lambda connection: connection.last_sound)
    if time.monotonic() - quietest.last_sound < QUIET:
        return False
    connections.remove(quietest)  # now, so that its place is given away once
    quietest.give_way()
    return True


class Connection:
    """One listening browser. Sound is always read, so that it never queues up; answers are for the newest second."""

    def __init__(
        self,
        socket: WebSocket,
        pool: ModelPool,
        batcher: Batcher,
        classifiers: Mapping[str, Classifier],
        pictures: LiveFrontEndPictures,
    ) -> None:
        self.socket = socket
        self.pool = pool
        self.batcher = batcher
        self.classifiers = classifiers  # the pool's, and own words
        self.variant = self.wanted = pool.best
        self.listener = Listener(classifiers[self.variant].card.words)
        self.pictures = pictures
        self.pair: comparison.Pair | None = None  # the front ends whose pictures are wanted
        self.number = 0  # of the newest message with sound
        self.news = asyncio.Event()
        self.fresh = asyncio.Event()  # there is sound of which no picture was made
        self.sending = asyncio.Lock()
        self.last_sound = time.monotonic()  # when sound last came
        self.patience: asyncio.Timeout | None = None  # for the next message
        self.gives_way = False

    def give_way(self) -> None:
        """Stop waiting for a message, to make room for another client."""
        self.gives_way = True
        with contextlib.suppress(RuntimeError):  # not waiting
            if self.patience:
                self.patience.reschedule(asyncio.get_running_loop().time())

    async def serve(self) -> None:
        """Serve until the client leaves, is silent for too long, or sends an invalid message."""
        try:
            async with asyncio.TaskGroup() as group:
                working = [group.create_task(self._answer()), group.create_task(self._draw())]
                try:
                    await self._receive()
                finally:
                    for task in working:
                        task.cancel()
        except* WebSocketDisconnect:
            pass
        except* TimeoutError:  # it read no answer, so it would read no sentence
            pass
        except* InvalidMessage as refused:
            await _end(self.socket, REFUSED, str(refused.exceptions[0]))
        except* Exception:
            logging.getLogger(__name__).exception("A network failed while listening.")
            await _end(self.socket, FAILED, "The network failed. Choose another one, or start listening again.")

    async def _receive(self) -> None:
        while True:
            try:
                async with asyncio.timeout(0 if self.gives_way else IDLE) as self.patience:
                    message = await self.socket.receive()
            except TimeoutError:
                waited = QUIET if self.gives_way else IDLE
                raise InvalidMessage(
                    f"Nothing came for {waited:g} s, so listening has ended. Start it again."
                ) from None
            if message["type"] == "websocket.disconnect":
                return
            self._take(message)

    def _take(self, message: Mapping[str, Any]) -> None:
        if (text := message.get("text")) is not None:
            self.wanted, self.pair = self._choice(text)
            return
        self.number, position, samples = unpack(message["bytes"])
        self.listener.push(samples, position)
        self.last_sound = time.monotonic()
        self.news.set()
        self.fresh.set()

    def _choice(self, text: str) -> tuple[str, comparison.Pair | None]:
        """The variant that a text message asks for, and the front ends whose pictures it wants."""
        asked = None
        with contextlib.suppress(ValueError):
            asked = json.loads(text) if len(text) <= MAX_TEXT else None
        name = asked.get("variant") if isinstance(asked, dict) else None
        if not isinstance(name, str):
            raise InvalidMessage('Expected text of the form {"variant": "NAME"}, and something else came.')
        if name not in self.classifiers:
            raise InvalidMessage(f"No trained variant is called {name!r}. There are: {', '.join(self.pool.names)}.")
        pair = asked.get("front_ends") if isinstance(asked, dict) else None
        return name, comparison.chosen(pair) if isinstance(pair, dict) else None

    async def _answer(self) -> None:
        while True:
            await self.news.wait()
            self.news.clear()
            if self.wanted != self.variant:
                self.variant = self.wanted
                self.listener.switch(self.classifiers[self.variant].card.words)
            if self.listener.due:
                await self._send(json.dumps(await self._step()))

    async def _draw(self) -> None:
        """Pictures of front ends while they are wanted, of the newest second, and fewer than answers."""
        while True:
            await self.fresh.wait()
            self.fresh.clear()
            if self.pair:
                await self._send(await self.pictures.draw(self.listener.second, self.pair))
            await asyncio.sleep(PERIOD)

    async def _send(self, text: str) -> None:
        async with self.sending:
            await asyncio.wait_for(self.socket.send_text(text), PATIENCE)

    async def _step(self) -> LiveAnswer:
        """Compute the answer for the newest second."""
        number = self.number
        answered = await asyncio.wrap_future(self.batcher.submit(self.variant, self.listener.window()))
        update = self.listener.update(*answered)
        threshold = self.listener.smoothing.threshold
        return {
            "number": number,
            "variant": self.variant if self.variant in self.pool.classifiers else OWN,
            "threshold": threshold,
            **packed(update),
        }


def unpack(data: bytes) -> tuple[int, int, np.ndarray]:
    """Number, position and int16 samples (n,) of a message with sound. Raises InvalidMessage."""
    size = len(data) - HEADER.size
    if not 0 < size <= 2 * MAX_SAMPLES or size % 2:
        raise InvalidMessage(
            f"Expected {HEADER.size} bytes and 1 to {MAX_SAMPLES} samples of 2 bytes each, and {len(data)} bytes came."
        )
    number, position = HEADER.unpack_from(data)
    return number, position, np.frombuffer(data, "<i2", offset=HEADER.size)


def packed(update: Update) -> LiveUpdate:
    """An update as it travels to the page."""
    return {
        "seconds": round(update.seconds, 3),
        "scores": [(word, round(p, 4)) for word, p in update.probabilities[:RANKED]],
        "heard": update.heard,
        "reason": update.reason,
        "refused": update.refused,
        "detections": [
            {"word": d.word, "probability": round(d.probability, 4), "seconds": round(d.seconds, 3)}
            for d in update.detections
        ],
    }


async def _end(socket: WebSocket, code: int, sentence: str) -> None:
    """Send the reason and close, without waiting for a client that has left or stopped reading."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await socket.send_json({"error": sentence})
            await socket.close(code)
