import assert from "node:assert/strict";
import { test } from "node:test";
import { ListeningNetwork } from "../../speechcls/ui/scope/live/listening_network.js";

/** One over a page where `compact` is chosen, that was lent `mine`; how often it was told that the loan is over. */
function lent() {
  const told = [];
  const network = new ListeningNetwork(() => "compact");
  const lend = async () => {};
  network.borrow("mine", () => told.push("over"), lend);
  return { network, told, lend };
}

test("the network that is chosen on the page listens, whichever that is", () => {
  let chosen = "compact";
  const network = new ListeningNetwork(() => chosen);
  chosen = "mel";
  network.choose("mel");
  assert.deepEqual([network.name, network.lent, network.lend], ["mel", null, null]);
});

test("a network that is lent listens until it is given back, which is told once", () => {
  const { network, told, lend } = lent();
  assert.deepEqual([network.name, network.lend], ["mine", lend]);
  network.giveBack();
  network.giveBack();
  assert.deepEqual([network.name, network.lend, told], ["compact", null, ["over"]]);
});

test("choosing the network of the page ends a loan, and another one that is lent takes its place", () => {
  const { network, told, lend } = lent();
  network.choose("mine-2");
  assert.deepEqual([network.name, network.lend, told], ["mine-2", lend, []]);
  network.choose("compact");
  assert.deepEqual([network.name, network.lend, told], ["compact", null, ["over"]]);
});
