import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SCRIPT = readFileSync(new URL("../../speechcls/ui/scope/outages.js", import.meta.url), "utf8");
const BASE = "http://host/page/";
const JOIN = "gradio_api/queue/join?";
const DATA = "gradio_api/queue/data?session_hash=one";
const HEARTBEAT = "gradio_api/heartbeat/one";

/** The page's fetch where the server gives these answers, one after another; a text breaks off behind itself. */
function served(...answers) {
  const asked = [];
  const fetch = async (input) => {
    asked.push(input.url ?? input);
    const answer = answers.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    return typeof answer === "string" ? new Response(breaking(answer)) : answer;
  };
  const web = { Request, Response, ReadableStream, TextEncoder, URL };
  const page = { ...web, fetch, setTimeout: (done) => setImmediate(done), document: { baseURI: BASE } };
  runInNewContext(SCRIPT, page);
  return { fetch: (path, init) => page.fetch(new Request(BASE + path, init)), plain: page.fetch, asked };
}

function breaking(text) {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError("network error"));
      else controller.enqueue(new TextEncoder().encode(text));
      sent = true;
    },
  });
}

const messages = (text) =>
  text
    .split("\n\n")
    .filter((one) => one.startsWith("data: "))
    .map((one) => JSON.parse(one.slice(6)).msg);

test("a question waits for a server that is away, also behind a proxy, and is then asked as it was", async () => {
  const { fetch, asked } = served(null, new Response("", { status: 502 }), Response.json({ event_id: "1" }));
  const answer = await fetch(JOIN, { method: "POST", body: "{}" });
  assert.deepEqual(await answer.json(), { event_id: "1" });
  assert.deepEqual(asked, Array(3).fill(BASE + JOIN));
});

test("a refusal of a server that is there is no outage", async () => {
  const { fetch } = served(new Response("{}", { status: 503 }));
  assert.equal((await fetch(JOIN, { method: "POST", body: "{}" })).status, 503);
});

for (const [how, answer] of [
  ["breaks off", 'data: {"msg": "estimation"}\n\n'],
  ["ends early", new Response('data: {"msg": "estimation"}\n\n')],
])
  test(`a stream of answers that ${how} gives up its questions and is closed`, async () => {
    const { fetch } = served(answer);
    const text = await (await fetch(DATA)).text();
    assert.deepEqual(messages(text), ["estimation", "process_completed", "close_stream"]);
  });

test("a stream that doesn't begin is closed, so that the next question opens another", async () => {
  const { fetch } = served();
  assert.deepEqual(messages(await (await fetch(DATA)).text()), ["process_completed", "close_stream"]);
});

test("a stream that Gradio's script has closed itself says nothing more: it would close the next one", async () => {
  const { fetch } = served('data: {"msg": "close_stream"}\n\n');
  const controller = new AbortController();
  const reader = (await fetch(DATA, { signal: controller.signal })).body.getReader();
  await reader.read();
  controller.abort();
  assert.equal((await reader.read()).done, true);
});

test("the sign that the page is open is given again after an outage", async () => {
  const { fetch, asked } = served("data: 1\n\n", null, "data: 2\n\n");
  const reader = (await fetch(HEARTBEAT)).body.getReader();
  const decoder = new TextDecoder();
  assert.equal(decoder.decode((await reader.read()).value), "data: 1\n\n");
  assert.equal(decoder.decode((await reader.read()).value), "data: 2\n\n");
  assert.equal(asked.length, 3);
  await reader.cancel();
});

test("whatever else is asked is asked as ever", async () => {
  const { plain, asked } = served(Response.json(1));
  assert.equal(await (await plain("clips/stop.flac")).json(), 1);
  await assert.rejects(plain("clips/stop.flac"), TypeError);
  assert.deepEqual(asked, ["clips/stop.flac", "clips/stop.flac"]);
});
