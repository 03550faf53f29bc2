"""An answer and the end of the stream that it comes by are read as one piece."""

import asyncio
from collections.abc import Iterable

from starlette.types import Message, Receive, Scope, Send

from speechcls.ui.event_stream import ROUTE, WAIT, JoinedEnds

ANSWER = b'data: {"msg": "process_completed", "event_id": "1"}\n\n'
END = b'data: {"msg": "close_stream"}\n\n'
START = {"type": "http.response.start", "status": 200, "headers": []}


def body(data: bytes, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": data, "more_body": more}


def pieces(messages: Iterable[Message | float], path: str = ROUTE) -> list[bytes]:
    """What is sent one by one where an application sends these, and in place of a number waits so many s."""
    sent: list[Message] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        for message in messages:
            await (asyncio.sleep(message) if isinstance(message, float) else send(message))

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(JoinedEnds(application)({"type": "http", "path": path}, receive, send))
    assert sent[0] == START
    assert [message["more_body"] for message in sent[1:]] == [True] * (len(sent) - 2) + [False]
    return [message["body"] for message in sent[1:]]


def test_the_end_comes_in_one_piece_with_the_answer_before_it() -> None:
    assert pieces([START, body(b"before"), body(ANSWER), body(END), body(b"", more=False)]) == [
        b"before", ANSWER + END, b"",
    ]  # fmt: skip


def test_an_answer_that_nothing_follows_is_not_kept() -> None:
    later = [START, body(ANSWER), 4 * WAIT, body(b"after"), body(b"", more=False)]
    assert pieces(later) == [ANSWER, b"after", b""]


def test_several_answers_lose_nothing_and_keep_their_order() -> None:
    sent = pieces([START, body(ANSWER), body(ANSWER), 4 * WAIT, body(ANSWER), body(END), body(b"", more=False)])
    assert b"".join(sent) == 3 * ANSWER + END
    assert sent[-2] == ANSWER + END


def test_other_addresses_are_sent_as_they_come() -> None:
    assert pieces([START, body(ANSWER), body(END), body(b"", more=False)], "/else") == [ANSWER, END, b""]
