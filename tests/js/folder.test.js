import assert from "node:assert/strict";
import { test } from "node:test";
import { filesOf, shuffled } from "../../speechcls/ui/scope/lab/folder.js";

const file = (path) => ({ name: path.split("/").at(-1), webkitRelativePath: path });

test("a sound file has the word that its folder is called, whatever lies above it; other files are left out", () => {
  const files = ["data/bird/1.wav", "data/bird/2.FLAC", "data/README.md", "data/deep/er/yes/a.webm", "alone.mp3"].map(
    file,
  );
  const found = filesOf(files).map(({ word, file }) => [word, file.name]);
  assert.deepEqual(found, [
    ["bird", "1.wav"],
    ["bird", "2.FLAC"],
    ["yes", "a.webm"],
    ["", "alone.mp3"],
  ]);
});

test("shuffling keeps all that there is, and leaves what was given as it was", () => {
  const given = Array.from({ length: 50 }, (_, i) => i);
  const made = shuffled(given);
  assert.deepEqual(
    [...made].sort((a, b) => a - b),
    given,
  );
  assert.notDeepEqual(made, given);
});
