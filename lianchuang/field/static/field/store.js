// @ts-check
// What lies on the phone: one database a person, so that nobody sees another's work.
// Nothing here is deleted before the server's word. A phone that is full says so, and the work stays in memory.

import Dexie from "../dexie/dexie.min.mjs";
import { changed, setTrouble, state } from "./state.js";
import { gettext } from "./words.js";

/** @typedef {import("./state.js").Draft} Draft */
/** @typedef {import("./state.js").Entry} Entry */
/** @typedef {import("./state.js").Form} Form */

const PREFIX = "field-";
/** @type {any} */
let database = null;
/** @type {Map<string, Blob>} photos that are not with the server yet */
export const photos = new Map();
/** @type {Map<string, Blob>} pictures of the package, by address */
export const pictures = new Map();

/** @param {string} person */
function opened(person) {
  // Strict: on the disk and not only on its way there, before it counts as saved.
  const made = new Dexie(PREFIX + person, { chromeTransactionDurability: "strict" });
  made.version(1).stores({ kept: "key", drafts: "id", outbox: "id", photos: "sha256", pictures: "address", sent: "id" });
  return /** @type {any} */ (made);
}

/** Who works on this phone. Not in localStorage: a phone that dies loses what was written there last. */
const roster = /** @type {any} */ (new Dexie("field", { chromeTransactionDurability: "strict" }));
roster.version(1).stores({ kept: "key" });

/** @returns {Promise<{ id: string, name: string } | null>} */
export async function lastPerson() {
  try {
    return (await roster.kept.get("person"))?.value ?? null;
  } catch (fault) {
    console.warn(fault);
    return null;
  }
}

/** @param {{ id: string, name: string }} person */
export function rememberPerson(person) {
  return attempt(() => roster.kept.put({ key: "person", value: person }));
}

/** @param {{ id: string, name: string }} person */
export async function openFor(person) {
  state.person = null; // until theirs is read nothing is shown, so that nothing is typed into it either
  changed();
  if (database) database.close();
  database = opened(person.id);
  await attempt(async () => {
    const [held, drafts, outbox, sent, blobs, shown] = await Promise.all([
      database.kept.get("package"),
      database.drafts.toArray(),
      database.outbox.toArray(),
      database.sent.toArray(),
      database.photos.toArray(),
      database.pictures.toArray(),
    ]);
    state.package = held ? held.value : null;
    state.drafts = new Map(drafts.map((/** @type {Draft | Form} */ each) => [each.id, each]));
    state.outbox = new Map(outbox.map((/** @type {Entry} */ each) => [each.id, rested(each)]));
    state.sent = sent;
    refill(photos, blobs.map((/** @type {any} */ each) => [each.sha256, each.blob]));
    refill(pictures, shown.map((/** @type {any} */ each) => [each.address, each.blob]));
  });
  state.person = person;
  state.unsentOfOthers = await countOthers(person.id);
  changed();
}

/** What was being sent when the app was closed waits again. @param {Entry} entry @returns {Entry} */
function rested(entry) {
  return entry.state === "sending" ? { ...entry, state: "waiting" } : entry;
}

/**
 * @param {Map<string, Blob>} map
 * @param {[string, Blob][]} pairs
 */
function refill(map, pairs) {
  map.clear();
  for (const [key, blob] of pairs) map.set(key, blob);
}

/** @param {string} own */
async function countOthers(own) {
  let number = 0;
  const names = await Dexie.getDatabaseNames().catch(() => /** @type {string[]} */ ([]));
  for (const name of names.filter((each) => each.startsWith(PREFIX) && each !== PREFIX + own)) {
    const other = opened(name.slice(PREFIX.length));
    number += await other.outbox.count().catch(() => 0);
    other.close();
  }
  return number;
}

/**
 * Write; when the phone cannot (it is full), say so. Whether it was written.
 * @param {() => Promise<unknown>} doing
 */
async function attempt(doing) {
  try {
    await doing();
    if (state.trouble === fullWords()) setTrouble("");
    return true;
  } catch (fault) {
    console.warn(fault);
    setTrouble(fullWords());
    return false;
  }
}

function fullWords() {
  return gettext("This phone cannot save any more. Your work is still here on the screen: keep this page open and free some space.");
}

/** @param {Draft | Form} draft */
export function saveDraft(draft) {
  state.drafts.set(draft.id, draft);
  changed();
  return attempt(() => database.drafts.put(draft));
}

/** @param {string} id */
export function dropDraft(id) {
  state.drafts.delete(id);
  changed();
  return attempt(() => database.drafts.delete(id));
}

/** @param {string} sha256 @param {Blob} blob */
export function savePhoto(sha256, blob) {
  photos.set(sha256, blob);
  return attempt(() => database.photos.put({ sha256, blob }));
}

/** Into the outbox and out of the drafts, in one step; whether it is on the disk now. @param {Entry} entry @param {string} draft */
export function writeEntry(entry, draft) {
  return attempt(() =>
    database.transaction("rw", database.outbox, database.drafts, async () => {
      await database.outbox.put(entry);
      if (draft) await database.drafts.delete(draft);
    }),
  );
}

/** The same in memory, where it is seen. @param {Entry} entry @param {string} draft */
export function holdEntry(entry, draft) {
  state.outbox.set(entry.id, entry);
  state.drafts.delete(draft);
  changed();
}

/** Keep what became of an entry. @param {Entry} entry */
export function saveEntry(entry) {
  holdEntry(entry, "");
  return writeEntry(entry, "");
}

/** @param {Draft | Form} draft */
function photosOf(draft) {
  return "kind" in draft ? draft.photos : Object.values(draft.answers).flatMap((each) => each.photos);
}

/** The server has it: only now it goes. @param {Entry} entry @param {string[]} sentences */
export async function settleEntry(entry, sentences) {
  const line = { id: entry.id, kind: entry.kind, title: entry.title, key: entry.key, at: new Date().toISOString(), sentences };
  state.outbox.delete(entry.id);
  state.sent.push(line);
  const needed = new Set([...state.outbox.values()].flatMap((each) => each.photos));
  for (const draft of state.drafts.values()) for (const each of photosOf(draft)) needed.add(each);
  const free = entry.photos.filter((each) => !needed.has(each));
  for (const each of free) photos.delete(each);
  changed();
  await attempt(() =>
    database.transaction("rw", database.outbox, database.photos, database.sent, async () => {
      await database.sent.put(line);
      await database.outbox.delete(entry.id);
      await database.photos.bulkDelete(free);
    }),
  );
}

/** @param {import("./state.js").Package} given */
export async function savePackage(given) {
  state.package = given;
  const since = Date.now() - 3 * 24 * 3600 * 1000;
  const old = state.sent.filter((each) => Date.parse(each.at) < since).map((each) => each.id);
  state.sent = state.sent.filter((each) => !old.includes(each.id));
  changed();
  await attempt(async () => {
    await database.kept.put({ key: "package", value: given });
    await database.sent.bulkDelete(old);
  });
}

/** Pictures of the package: those named are kept, others go. @param {string[]} addresses @param {(address: string) => Promise<Blob | null>} load */
export async function keepPictures(addresses, load) {
  const wanted = new Set(addresses);
  const old = [...pictures.keys()].filter((each) => !wanted.has(each));
  for (const each of old) pictures.delete(each);
  await attempt(() => database.pictures.bulkDelete(old));
  for (const address of wanted) {
    if (pictures.has(address)) continue;
    const blob = await load(address);
    if (blob === null) continue;
    pictures.set(address, blob);
    changed();
    if (!(await attempt(() => database.pictures.put({ address, blob })))) return;
  }
}

/** Signing out: nothing of this person's stays but what is not sent yet. */
export async function forget() {
  const isEmpty = state.outbox.size === 0 && state.drafts.size === 0;
  await roster.kept.delete("person");
  if (database) {
    if (isEmpty) await database.delete();
    else await Promise.all([database.kept.clear(), database.pictures.clear(), database.sent.clear()]);
    database.close();
  }
  database = null;
  photos.clear();
  pictures.clear();
  Object.assign(state, { person: null, package: null, drafts: new Map(), outbox: new Map(), sent: [] });
  changed();
}
