// @ts-check
// Handing in: a piece of work gets its id here and is never changed under it again.

import { bytesOf } from "./photos.js";
import { holdEntry, writeEntry } from "./store.js";
import { state } from "./state.js";
import { sync } from "./sync.js";
import { fill, gettext } from "./words.js";

let isHandingIn = false;

/** A UUIDv7: it sorts by time and needs nobody's leave. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (Number(bytes[6]) & 0x0f) | 0x70;
  bytes[8] = (Number(bytes[8]) & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/**
 * Hand in and go on to `next`. That it is kept is said only when it lies on the phone; a second tap meanwhile is the same tap.
 * @param {{ kind: import("./state.js").Entry["kind"], body: Record<string, any>, photos: string[], title: string, about: string, key: string, base_version?: number, draft: string }} work
 * @param {string} next
 */
export async function handIn(work, next) {
  if (isHandingIn) return;
  /** @type {import("./state.js").Entry} */
  const entry = {
    id: newId(),
    kind: work.kind,
    post: state.package?.post.id ?? 0,
    base_version: work.base_version ?? 0,
    made_at: new Date().toISOString(),
    body: work.body,
    photos: [...new Set(work.photos)],
    title: work.title,
    about: work.about,
    key: work.key,
    state: "waiting",
    sentences: [],
    done: 0,
    bytes: bytesOf(work.photos),
  };
  const from = location.hash;
  still(true);
  const saved = await writeEntry(entry, work.draft);
  still(false);
  state.notice = saved ? fill(gettext("%(place)s is handed in and kept on this phone until the server has it."), { place: work.title }) : "";
  if (location.hash === from) location.hash = next;
  holdEntry(entry, work.draft); // after the page was left: it would begin the visit anew
  void sync();
}

/** Nothing can be touched while it is written: what is added then would be on neither side. @param {boolean} is */
function still(is) {
  isHandingIn = is;
  const field = document.getElementById("field");
  if (field) field.inert = is;
}

/** Whether this piece of work (a stop, a finding) was handed in on this phone. @param {string} key */
export function handedIn(key) {
  for (const entry of state.outbox.values()) if (entry.key === key) return "waiting";
  return state.sent.some((each) => each.key === key) ? "sent" : "";
}
