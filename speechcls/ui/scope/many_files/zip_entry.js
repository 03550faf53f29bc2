// One file out of a zip that the server has answered, to be opened in the page.
// @ts-check

const END = 0x06054b50; // marks the end of the directory
const ENTRY = 0x02014b50; // an entry of the directory
const END_BYTES = 22;
const COMMENT = 65_535; // bytes at most behind the end
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;

/**
 * The file at a path; null where the zip has none there, or one that is packed in an unusual way.
 * @param {Blob} zip
 * @param {string} path
 */
export async function entryOf(zip, path) {
  const tail = await viewOf(zip, Math.max(0, zip.size - END_BYTES - COMMENT), zip.size);
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return null;
  const begin = tail.getUint32(at + 16, true);
  const directory = await viewOf(zip, begin, begin + tail.getUint32(at + 12, true));
  const found = find(directory, path);
  if (!found) return null;
  const local = await viewOf(zip, found.at, found.at + LOCAL_BYTES);
  const start = found.at + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = zip.slice(start, start + found.size);
  if (found.method === 0) return new File([packed], nameOf(path));
  if (found.method !== 8) return null;
  const content = packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new File([await new Response(content).blob()], nameOf(path));
}

/**
 * @param {DataView} directory
 * @param {string} path
 */
function find(directory, path) {
  const decoder = new TextDecoder();
  for (let at = 0; at + ENTRY_BYTES <= directory.byteLength && directory.getUint32(at, true) === ENTRY; ) {
    const [name, extra, comment] = [28, 30, 32].map((place) => directory.getUint16(at + place, true));
    const bytes = new Uint8Array(directory.buffer, directory.byteOffset + at + ENTRY_BYTES, name);
    if (decoder.decode(bytes) === path)
      return {
        method: directory.getUint16(at + 10, true),
        size: directory.getUint32(at + 20, true),
        at: directory.getUint32(at + 42, true),
      };
    at += ENTRY_BYTES + name + extra + comment;
  }
  return null;
}

/**
 * @param {Blob} blob
 * @param {number} from
 * @param {number} to
 */
async function viewOf(blob, from, to) {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

/** @param {string} path */
function nameOf(path) {
  return path.split("/").at(-1) ?? path;
}
