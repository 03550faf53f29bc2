// One's own words in this browser's storage: a zip of the takes, there only where that was asked for.
// @ts-check

const NAME = "speechcls-own-words";
const STORE = "kept";

/** @typedef {{zip: Blob, stricter: number}} Kept */

/**
 * What is kept; undefined where nothing is. Looking leaves nothing behind.
 * @returns {Promise<Kept | undefined>}
 */
export async function load() {
  const database = await open(false);
  if (!database) return undefined;
  return done(database, database.transaction(STORE).objectStore(STORE).get(NAME));
}

/** @param {Kept} kept takes the place of what was kept before */
export async function keep(kept) {
  const database = await open(true);
  if (database) await done(database, database.transaction(STORE, "readwrite").objectStore(STORE).put(kept, NAME));
}

/** Leaves nothing. */
export function forget() {
  return promised(indexedDB.deleteDatabase(NAME));
}

/**
 * The database; null where there is none and `make` isn't set.
 * @param {boolean} make
 * @returns {Promise<IDBDatabase | null>}
 */
async function open(make) {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    if (make) request.result.createObjectStore(STORE);
    else request.transaction?.abort(); // so that none is made
  };
  try {
    return await promised(request);
  } catch (error) {
    if (make) throw error;
    return null;
  }
}

/**
 * @template T
 * @param {IDBDatabase} database
 * @param {IDBRequest<T>} request
 */
async function done(database, request) {
  try {
    return await promised(request);
  } finally {
    database.close(); // or it could not be deleted
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
