import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Silence } from "../../speechcls/ui/scope/live/silence.js";

const sound = Float32Array.of(0, 0.001);
const zeros = new Float32Array(160);

test("a microphone that sends nothing, or zeros alone, is told once, and so is sound that comes again", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const told = [];
  const silence = new Silence((now) => told.push(now));
  const during = (seconds, block) => {
    for (let tenth = 0; tenth < 10 * seconds; tenth++) {
      if (block) silence.push(block);
      mock.timers.tick(100);
    }
    return told.splice(0);
  };
  silence.wait();
  assert.deepEqual(during(2.9), []);
  assert.deepEqual(during(1), [true]);
  assert.deepEqual(during(9, sound), [false]);
  assert.deepEqual(during(2.5, zeros), []); // a pause
  assert.deepEqual(during(1, sound), []);
  assert.deepEqual(during(9, zeros), [true]);
  assert.deepEqual(during(1, sound), [false]);
  silence.end();
  assert.deepEqual(during(9), []);
  mock.timers.reset();
});
