import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const BASE = "http://host/page/"; // the page's <base>, against which an address without a path is resolved

globalThis.window = new EventTarget();
const history = {
  open(address) {
    this.entries = [address];
    this.at = 0;
    globalThis.location = new URL(address);
  },
  pushState(_state, _title, address) {
    this.entries = [...this.entries.slice(0, this.at + 1), new URL(address, BASE).href];
    this.go(1, { quietly: true });
  },
  replaceState(_state, _title, address) {
    this.entries[this.at] = new URL(address, BASE).href;
    this.go(0, { quietly: true });
  },
  go(by, { quietly = false } = {}) {
    this.at += by;
    globalThis.location = new URL(this.entries[this.at]);
    if (!quietly) window.dispatchEvent(new Event("popstate"));
  },
};
globalThis.history = history;
const link = await import("../../speechcls/ui/scope/link.js");

beforeEach(() => history.open(`${BASE}de/?engine=browser`));

for (const quietly of [false, true])
  test(`what is written ${quietly ? "quietly " : ""}keeps the address before the hash`, () => {
    link.write({ variant: "logmel" }, { quietly });
    assert.equal(location.href, `${BASE}de/?engine=browser#variant=logmel`);
    link.write({ variant: null }, { quietly });
    assert.equal(location.href, `${BASE}de/?engine=browser`);
  });

test("what follows Back writes nothing, so that Forward still leads to what it led to", () => {
  const shown = [];
  link.follow(({ variant = "compact" }) => {
    shown.push(variant);
    link.write({ variant }); // as choosing a network does
  });
  link.write({ variant: "logmel" });
  history.go(-1);
  assert.equal(location.hash, "");
  history.go(1);
  assert.equal(location.hash, "#variant=logmel");
  assert.deepEqual(shown, ["compact", "logmel"]);
  link.write({ variant: "mel" });
  assert.equal(location.hash, "#variant=mel");
});
