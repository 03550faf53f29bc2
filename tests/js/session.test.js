import assert from "node:assert/strict";
import { test } from "node:test";
import { clock } from "../../speechcls/ui/scope/live/detections.js";
import { Ring } from "../../speechcls/ui/scope/live/ring.js";
import { csv, labels, textGrid } from "../../speechcls/ui/scope/live/session.js";

test("words of the csv that are no longer in the wav have no place in it", () => {
  const ring = new Ring(2);
  for (let s = 0; s < 5; s++) ring.push(new Float32Array(16_000));
  const word = (word, seconds) => ({ word, seconds, probability: 0.75, variant: "mel", shown: seconds + 0.5 });
  assert.deepEqual(csv([word("stop", 1.5), word('a "b", c', 3.5)], ring).split("\r\n"), [
    "seconds,word,probability,variant,shown_seconds,seconds_in_wav",
    "1.50,stop,0.7500,mel,2.00,",
    '3.50,"a ""b"", c",0.7500,mel,4.00,0.50',
    "",
  ]);
});

test("moments are written in seconds, and from a minute on in minutes", () => {
  assert.deepEqual([0.04, 12.34, 59.96, 72.3].map(clock), ["0.0 s", "12.3 s", "1:00.0", "1:12.3"]);
});

test("words stand in label track and TextGrid at their place in the wav, and those out of it are left out", () => {
  const ring = new Ring(2);
  for (let s = 0; s < 5; s++) ring.push(new Float32Array(16_000));
  const word = (word, seconds) => ({ word, seconds, probability: 0.75, variant: "mel", shown: seconds + 0.5 });
  const caught = [word("stop", 1.5), word("seven", 3.5)];
  assert.equal(labels(caught, ring), "0.500\t0.500\tseven\n");
  assert.match(
    textGrid(caught, ring),
    /xmax = 2\.000\n.*points: size = 1\n +points \[1\]:\n +number = 0\.500\n +mark = "seven"\n$/s,
  );
});
