// Runs in the head, as a classic script: Gradio's own script outlives a server that is away for a while. By itself it
// would cover the page with a notice, reload it once the server is back, and so lose all that was said; take a stream
// of answers that broke off for one that is open, and never ask for another; and have its session outlive the page.
// @ts-check

{
  const REST = 2_000; // ms between two tries to reach the server
  const ABSENT = [502, 504]; // what a proxy answers for a server that is away
  // No answer will come to any question, about which Gradio's script says nothing; and the stream is at its end.
  const END = [
    { msg: "process_completed", success: false, output: { error: "", visible: false } },
    { msg: "close_stream" },
  ]
    .map((message) => `\n\ndata: ${JSON.stringify(message)}\n\n`)
    .join("");
  const reach = globalThis.fetch.bind(globalThis);
  const pause = () => new Promise((done) => setTimeout(done, REST));

  /** Asks until there is a server. @param {Request} request */
  const insist = async (request) => {
    for (;;) {
      try {
        const response = await reach(request.clone());
        if (!ABSENT.includes(response.status)) return response;
      } catch (error) {
        if (request.signal.aborted) throw error;
      }
      await pause();
    }
  };

  /**
   * What a stream brings until it ends, breaks off, or isn't wanted any more.
   * @param {Request} request
   */
  async function* pieces(request) {
    try {
      const { body } = await reach(request.clone());
      const reader = body?.getReader();
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return;
        yield value;
      }
    } catch {
      // then it is over
    }
  }

  /** Answers to what was asked: however they end, the script reads that they do. @param {Request} request */
  async function* answers(request) {
    yield* pieces(request);
    if (!request.signal.aborted) yield new TextEncoder().encode(END);
  }

  /** The sign that the page is open, by which the server keeps its session. @param {Request} request */
  async function* heartbeat(request) {
    while (!request.signal.aborted) {
      yield* pieces(request);
      await pause();
    }
  }

  /** @param {AsyncGenerator<Uint8Array | undefined>} given */
  const streamed = (given) =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          const { done, value } = await given.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await given.return(undefined);
        },
      }),
      { headers: { "Content-Type": "text/event-stream" } },
    );

  /** @type {[string, (request: Request) => Response | Promise<Response>][]} by what Gradio's addresses hold */
  const ways = [
    ["/gradio_api/queue/join", insist],
    ["/gradio_api/queue/data", (request) => streamed(answers(request))],
    ["/gradio_api/heartbeat/", (request) => streamed(heartbeat(request))],
  ];

  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, document.baseURI);
    const [, way] = ways.find(([path]) => pathname.includes(path)) ?? [];
    return way ? way(new Request(input, init)) : reach(input, init);
  };
}
