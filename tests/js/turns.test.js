import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Turns } from "../../speechcls/ui/scope/turns.js";

test("questions wait for each other, and one that is late holds up none", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const turns = new Turns(() => said.push("silence"));
  const ask = (name, more = {}) => turns.ask({ name, ...more, send: (turn) => said.push(name + turn) });
  const answered = (...all) => {
    for (const turn of all) said.push(turns.answered(turn)?.name ?? null);
  };
  const since = () => said.splice(0);

  for (const name of ["a", "b", "c"]) ask(name);
  assert.deepEqual(since(), ["a1"]); // b is overtaken by c
  answered(2, 1);
  assert.deepEqual(since(), [null, "c2", "a"]);
  assert.ok(turns.asking); // for c
  answered(1, 2, 2);
  assert.ok(!turns.asking);
  assert.deepEqual(since(), [null, "c", null]);
  ask("d", { offer: {} });
  ask("e");
  assert.deepEqual(since(), ["d3"]); // e would be about the sound before d
  mock.timers.tick(20_100);
  answered(3);
  assert.deepEqual(since(), ["d3", "silence", "d"]); // sent once more, then late, but nothing else was asked
  ask("f");
  ask("g");
  mock.timers.tick(20_100);
  answered(4, 5);
  assert.deepEqual(since(), ["f4", "f4", "silence", "g5", null, "g"]);
  ask("h");
  mock.timers.tick(20_100);
  ask("i");
  answered(6, 7);
  assert.deepEqual(since(), ["h6", "h6", "silence", "i7", null, "i"]);
  mock.timers.tick(60_000);
  assert.deepEqual(since(), []);
  mock.timers.reset();
});

test("a question without an answer is sent once more, and an answered one is not", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  const turns = new Turns(() => {});
  turns.ask({ send: (turn) => sent.push(turn) });
  mock.timers.tick(4_900);
  assert.deepEqual(sent, [1]);
  mock.timers.tick(14_000);
  assert.deepEqual(sent, [1, 1]);
  turns.answered(1);
  turns.ask({ send: (turn) => sent.push(turn) });
  turns.answered(2);
  mock.timers.tick(30_000);
  assert.deepEqual(sent, [1, 1, 2]);
  mock.timers.reset();
});
