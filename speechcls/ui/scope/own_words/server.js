// What the page says to the server about one's own words, and its answers: all of it ends with the page.

const HEADER = "x-own-words";

export class Server {
  /** `lost()` is called when the connection ends: the server then has forgotten everything. */
  static open(lost) {
    const address = new URL("own", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    return new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => {
        const told = JSON.parse(data);
        if (told.error) reject(new Error(told.error));
        else resolve(new Server(socket, told));
        socket.onclose = lost;
      };
      socket.onclose = () => reject(new Error("The server did not answer. See that it is still running, then try again."));
    });
  }

  constructor(socket, { token, limits }) {
    Object.assign(this, { socket, token, limits, queue: Promise.resolve() });
  }

  /** Everything is changed in the order in which it was asked. Gives the state afterwards; throws the server's sentence. */
  change(path, body, query = {}) {
    const asked = this.queue.then(async () => (await this.#fetch(path, query, { method: "POST", body })).json());
    this.queue = asked.catch(() => {});
    return asked;
  }

  async blob(path) {
    return (await this.#fetch(path, {}, {})).blob();
  }

  async #fetch(path, query, options) {
    const address = new URL(`own/${path}`, document.baseURI);
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
    const answer = await fetch(address, { ...options, headers: { [HEADER]: this.token } });
    if (answer.ok) return answer;
    const text = answer.headers.get("content-type")?.startsWith("text/plain") ? await answer.text() : "";
    throw new Error(text || `The server could not do that (${answer.status}). Try again.`);
  }
}
