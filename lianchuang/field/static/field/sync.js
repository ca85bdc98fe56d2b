// @ts-check
// Sending what waits: words first, then photos. The rules are in docs/rules/sync.md.

import { NoAnswer, ask, session } from "./net.js";
import { bytesOf } from "./photos.js";
import { changed, setTrouble, state } from "./state.js";
import { keepPictures, photos, saveEntry, savePackage, settleEntry } from "./store.js";
import { fill, gettext } from "./words.js";

/** @typedef {import("./state.js").Entry} Entry */

const PIECE = 256 * 1024;
const OLD = 10 * 60 * 1000;
/** Answers that hold for every record: signed out, no server behind the door, its disk is full. */
const FOR_ALL = [401, 502, 503, 504, 507];
let lastRefresh = 0;

/** Send what waits and fetch what is new; never twice at once, in however many windows. */
export async function sync({ refresh = false } = {}) {
  if (!("locks" in navigator)) return run(refresh);
  return navigator.locks.request("field-sync", { ifAvailable: true }, (lock) => (lock ? run(refresh) : undefined));
}

/** @param {boolean} refresh */
async function run(refresh) {
  if (state.isSyncing || state.person === null) return;
  state.isSyncing = true;
  changed();
  try {
    await learnSession();
    if (state.session !== "here") return;
    await flush();
    if (refresh || Date.now() - lastRefresh > OLD) await refreshPackage();
  } catch (fault) {
    if (!(fault instanceof NoAnswer)) throw fault;
  } finally {
    state.isSyncing = false;
    changed();
  }
}

/** Ask the server who is signed in. */
export async function learnSession() {
  const told = await session();
  state.session = told === null ? "gone" : told.person.id === state.person?.id ? "here" : "other";
}

async function flush() {
  const entries = [...state.outbox.values()].filter((each) => each.state !== "refused");
  const left = [];
  for (const entry of entries) {
    const missing = await submit(entry);
    const now = state.outbox.get(entry.id);
    if (missing.length && now) left.push({ entry: now, missing });
  }
  for (const { entry, missing } of left) {
    const came = await sendPhotos(entry, missing);
    if (came) await submit(entry);
  }
}

/** Try one that was refused again, now. @param {Entry} entry */
export async function retry(entry) {
  await saveEntry({ ...entry, state: "waiting" });
  await sync();
}

/** Send the words; the photos that must come first. @param {Entry} entry @returns {Promise<string[]>} */
async function submit(entry) {
  const { id, kind, post, base_version, made_at, body } = entry;
  const text = { id, kind, post, base_version, made_at, device_now: new Date().toISOString(), body, photos: entry.photos };
  const said = await ask("/field/submissions/", {
    method: "POST",
    body: JSON.stringify(text),
    headers: { "Content-Type": "application/json" },
  });
  if (said.status !== 200 || said.data === null) return notTaken(entry, said);
  setTrouble("");
  const { result, sentences, missing } = said.data;
  if (result === "applied" || result === "already_had") {
    await settleEntry(entry, sentences);
    return [];
  }
  const next = result === "missing_photos" ? "photos" : result === "conflict" ? "conflict" : "refused";
  await saveEntry({ ...entry, state: next, sentences, trouble: "" });
  return missing ?? [];
}

/** @param {Entry} entry @param {import("./net.js").Said} said @returns {Promise<string[]>} */
async function notTaken(entry, said) {
  const sentences = said.data?.sentences ?? [];
  if (said.status === 400 || said.status === 413 || (said.status === 403 && sentences.length)) {
    await saveEntry({ ...entry, state: "refused", sentences, trouble: "" });
  } else {
    await noteTrouble(entry, said);
  }
  return [];
}

/** What holds for every record ends this sync; what the server cannot do with this one holds up no other. @param {Entry} entry @param {import("./net.js").Said} said */
async function noteTrouble(entry, { status, data }) {
  const sentences = data?.sentences ?? [];
  if (status === 401) state.session = "gone";
  if (status < 400 || FOR_ALL.includes(status)) {
    serverTrouble(status, sentences);
    throw new NoAnswer(String(status));
  }
  setTrouble("");
  const own = fill(gettext("The server could not take this record (%(status)s). It stays on this phone and will be tried again."), { status });
  await saveEntry({ ...entry, trouble: sentences.join(" ") || own });
}

/** @param {number} status @param {string[]} sentences */
function serverTrouble(status, sentences) {
  if (status === 401) return;
  const own = fill(gettext("The server cannot take anything just now (%(status)s). Everything is kept here and will be tried again."), { status });
  setTrouble(sentences.join(" ") || own);
}

/** Whether all of them came. @param {Entry} entry @param {string[]} missing */
async function sendPhotos(entry, missing) {
  for (const sha256 of missing) {
    const blob = photos.get(sha256);
    if (!blob) {
      const sentence = gettext("A photo of this record is no longer on this phone; the words are kept by the server.");
      await saveEntry({ ...entry, state: "refused", sentences: [sentence] });
      return false;
    }
    if (!(await sendPhoto(entry, sha256, blob))) return false;
    entry = { ...entry, done: entry.photos.length - missing.length + missing.indexOf(sha256) + 1 };
    await saveEntry(entry);
  }
  return true;
}

/** From where the server stands to the end. @param {Entry} entry @param {string} sha256 @param {Blob} blob */
async function sendPhoto(entry, sha256, blob) {
  const address = `/field/photos/${sha256}/`;
  let said = await ask(address);
  for (let tries = 0; said.status === 200 && said.data && !said.data.complete; tries += 1) {
    if (tries > blob.size / PIECE + 20) throw new NoAnswer("photo: no progress");
    const start = Math.min(said.data.offset, blob.size - 1);
    const end = Math.min(start + PIECE, blob.size);
    const range = `bytes ${start}-${end - 1}/${blob.size}`;
    const headers = { "Content-Range": range, "Content-Type": "application/octet-stream" };
    said = await ask(address, { method: "PATCH", body: blob.slice(start, end), headers });
  }
  if (said.status === 200 && said.data) return true;
  if (said.status === 422 && said.data?.code === "invalid") {
    await saveEntry({ ...entry, state: "refused", sentences: said.data.sentences, trouble: "" });
  } else {
    await noteTrouble(entry, said);
  }
  return false;
}

/** Fetch the package when it changed, then its pictures. */
async function refreshPackage() {
  const known = state.package;
  const said = await ask("/field/package/", known ? { headers: { "If-None-Match": `"${known.version}"` } } : {});
  if (said.status === 200 && said.data) await savePackage(said.data);
  if (said.status !== 200 && said.status !== 304) return;
  lastRefresh = Date.now();
  const given = state.package;
  if (!given) return;
  const addresses = [...Object.values(given.sites).map((site) => site.last?.photo ?? ""), ...given.verify.map((each) => each.before)];
  void keepPictures(addresses.filter(Boolean), picture);
}

/** @param {string} address @returns {Promise<Blob | null>} */
async function picture(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    return answer.ok && (answer.headers.get("Content-Type") ?? "").startsWith("image/") ? await answer.blob() : null;
  } catch {
    return null;
  }
}

/** What waits, in figures. */
export function inFigures() {
  const entries = [...state.outbox.values()];
  const kinds = { visit: 0, verification: 0, report: 0 };
  for (const entry of entries) kinds[entry.kind] += 1;
  const hashes = entries.flatMap((entry) => entry.photos.filter((each) => photos.has(each)));
  return { number: entries.length, ...kinds, photos: hashes.length, bytes: bytesOf(hashes) };
}
