import assert from "node:assert/strict";
import { test } from "node:test";
import { OneConnection } from "../../speechcls/ui/scope/live/one_connection.js";

/** A backend whose answers come when the test lets them, in the order in which they were asked for. */
function waiting(local = false) {
  const coming = [];
  const ask = () => {
    coming.push(Promise.withResolvers());
    return coming.at(-1).promise;
  };
  return { coming, local, connect: ask, lend: ask };
}

for (const order of [
  [0, 1],
  [1, 0],
]) {
  test(`of two connections the one asked for last stays, when they come as ${order}`, async () => {
    const [backend, closed] = [waiting(), []];
    const one = new OneConnection(backend);
    const opened = [one.open({ changed() {} }, null), one.open({ changed() {} }, null)];
    for (const number of order) backend.coming[number].resolve({ number, close: () => closed.push(number) });
    await Promise.all(opened);
    assert.equal(one.now.number, 1);
    assert.deepEqual(closed, [0]);
    await one.close();
    assert.deepEqual([one.now, closed], [null, [0, 1]]);
  });
}

test("what comes once all was closed is closed, and says nothing", async () => {
  const [backend, said] = [waiting(), []];
  const one = new OneConnection(backend);
  const opened = one.open({ changed: (state) => said.push(state) }, null);
  one.close();
  backend.coming[0].resolve({ close: () => said.push("closed") });
  await opened;
  assert.deepEqual([one.now, said], [null, ["closed"]]);
});

test("a network that can't be lent is told of, unless another was asked for meanwhile", async () => {
  const [backend, said] = [waiting(true), []];
  const one = new OneConnection(backend);
  const open = (variant) => one.open({ variant, changed: (...state) => said.push([variant, state[0]]) }, () => {});
  const opened = [open("former"), open("newest")];
  for (const { reject } of backend.coming) reject(new Error("These words have been taught anew."));
  await Promise.all(opened);
  assert.deepEqual(said, [
    ["former", "loading"],
    ["newest", "loading"],
    ["newest", "trouble"],
  ]);
});

test("a network is lent only to a browser that answers, and before it is connected to", async () => {
  for (const local of [true, false]) {
    const did = [];
    const lend = () => {};
    const backend = {
      local,
      lend: async (variant, given) => did.push([variant, given === lend]),
      connect: async ({ variant }) => did.push(variant),
    };
    await new OneConnection(backend).open({ variant: "own", changed() {} }, lend);
    assert.deepEqual(did, local ? [["own", true], "own"] : ["own"]);
  }
});
