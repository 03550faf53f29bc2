// Rows of many files: which are wrong, in what order they stand, what is confused, by whom, and as CSV.
// @ts-check

/** @import { FileRow } from "../protocol.d.ts" */

const NUMBERS = ["probability"];
const COLUMNS = /** @type {const} */ ([
  "file",
  "word",
  "probability",
  "heard",
  "reason",
  "true",
  "voice",
  "missing",
  "error",
]);

/**
 * Whether a file was read and its word is known to be another one, or none was heard in it.
 * @param {FileRow} row
 */
export function isWrong(row) {
  return !row.error && Boolean(row.true) && (!row.heard || row.word !== row.true);
}

/**
 * @param {FileRow[]} rows
 * @param {keyof FileRow} by
 * @param {boolean} down from the largest
 */
export function sorted(rows, by, down) {
  /** @type {(one: FileRow, other: FileRow) => number} */
  const order = NUMBERS.includes(by)
    ? (one, other) => Number(one[by]) - Number(other[by])
    : (one, other) => String(one[by]).localeCompare(String(other[by]), "en", { numeric: true });
  return rows.toSorted((one, other) => (down ? -order(one, other) : order(one, other)));
}

/**
 * Those whose file, words or voice hold a text; of these, if asked, only those that are wrong, refused or unread.
 * @param {FileRow[]} rows
 * @param {string} text
 * @param {boolean} onlyWrong
 */
export function filtered(rows, text, onlyWrong) {
  const wanted = text.trim().toLowerCase();
  return rows.filter((row) => {
    if (onlyWrong && row.heard && !isWrong(row)) return false;
    return [row.file, row.word, row.true, row.voice].some((value) => value.toLowerCase().includes(wanted));
  });
}

/**
 * How many of the files whose word is known are right, and how many there are.
 * @param {FileRow[]} rows
 */
export function score(rows) {
  const known = rows.filter((row) => row.true && !row.error);
  return { right: known.filter((row) => !isWrong(row)).length, of: known.length };
}

/**
 * A true word, what was heard instead ("" where it was refused) and how often, what came most often first.
 * @param {FileRow[]} rows
 * @param {number} count
 * @returns {[string, string, number][]}
 */
export function confusions(rows, count) {
  const pairs = rows.filter(isWrong).map((row) => `${row.true}\n${row.heard ? row.word : ""}`);
  return tally(pairs, count).map(([pair, times]) => {
    const [spoken, heard] = pair.split("\n");
    return [spoken, heard, times];
  });
}

/**
 * Voices by their errors: [voice, errors, files], the most errors first; none where no voice is known.
 * @param {FileRow[]} rows
 * @param {number} count
 * @returns {[string, number, number][]}
 */
export function voices(rows, count) {
  const known = rows.filter((row) => row.voice && row.true && !row.error);
  const files = Object.fromEntries(
    tally(
      known.map(({ voice }) => voice),
      known.length,
    ),
  );
  return tally(
    known.filter(isWrong).map(({ voice }) => voice),
    count,
  ).map(([voice, errors]) => [voice, errors, files[voice]]);
}

/**
 * @param {string[]} names
 * @param {number} count
 * @returns {[string, number][]}
 */
function tally(names, count) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b, "en")).slice(0, count);
}

/**
 * As a table that any program reads (RFC 4180). A cell that a spreadsheet would take for a formula gets a quote before.
 * @param {FileRow[]} rows
 * @param {string} network that answered them
 */
export function csv(rows, network) {
  /** @type {(value: unknown) => string} */
  const cell = (value) => {
    const text = typeof value === "string" ? value.replace(/^(?=[=+\-@\t\r])/, "'") : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => [...COLUMNS.map((name) => row[name]), network].map(cell).join(","));
  return `${[[...COLUMNS, "network"].join(","), ...lines].join("\r\n")}\r\n`;
}

/**
 * Whole seconds that the rest will take, from how long a part took.
 * @param {number} done
 * @param {number} of
 * @param {number} seconds that it took
 */
export function secondsLeft(done, of, seconds) {
  return Math.ceil((seconds / done) * (of - done));
}

/**
 * Files in batches of at most so many, and of so many bytes together; a larger one is alone.
 * @template {{ file: Blob }} T
 * @param {T[]} files
 * @param {number} most
 * @param {number} bytes
 */
export function batches(files, most, bytes) {
  /** @type {T[][]} */
  const made = [];
  let room = 0;
  for (const one of files) {
    if (!made.length || made[made.length - 1].length === most || one.file.size > room) {
      made.push([]);
      room = bytes;
    }
    made[made.length - 1].push(one);
    room -= one.file.size;
  }
  return made;
}
