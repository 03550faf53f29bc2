import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { entryOf } from "../../speechcls/ui/scope/many_files/zip_entry.js";

/** A zip of [path, content, method] as programs write it. */
function zipped(files) {
  const [bodies, directory] = [[], []];
  let at = 0;
  for (const [path, content, method] of files) {
    const [name, data] = [Buffer.from(path), method ? deflateRawSync(content) : Buffer.from(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    bodies.push(local, name, data);
    directory.push(entry, name);
    at += local.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return new Blob([...bodies, ...directory, end]);
}

const ZIP = zipped([
  ["yes/a.wav", "first", 0],
  ["ünder/b.wav", "second ".repeat(100), 8],
]);

test("a file comes out whole, packed or not, with its own name", async () => {
  const [stored, packed] = [await entryOf(ZIP, "yes/a.wav"), await entryOf(ZIP, "ünder/b.wav")];
  assert.deepEqual([stored.name, await stored.text()], ["a.wav", "first"]);
  assert.deepEqual([packed.name, await packed.text()], ["b.wav", "second ".repeat(100)]);
});

test("what is not in a zip, and what is no zip, gives nothing", async () => {
  assert.equal(await entryOf(ZIP, "no.wav"), null);
  assert.equal(await entryOf(new Blob(["no zip"]), "yes/a.wav"), null);
});
