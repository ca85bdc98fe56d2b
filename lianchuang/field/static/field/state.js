// @ts-check
// What the app knows now, in memory. The store keeps it on the phone; when that fails, this is still here.

/** @typedef {{ c: string, slot: number, label: string, fill: string, veto: boolean }} Seal */
/** @typedef {{ n: number, grade: string, made: string[] }} Choice */
/** @typedef {{ id: number, text: string, finding: string, unit: string, yes_no: boolean, seals: Seal[], choices: Choice[] }} Item */
/** @typedef {{ id: number, label: string, items: Item[] }} Zone */
/** @typedef {{ label: string, zones: Zone[], seals: Seal[] }} Checklist */
/** @typedef {{ words: string, day: string, count: number, state: string, times: number, photo: string }} Last */
/** @typedef {{ name: string, code: string, address: string, type: string, unit: string, lon: number, lat: number, open: number, last: Last | null }} Site */
/** @typedef {{ round: string, site: string, day: string, base_version: number, km: number | null }} Stop */
/**
 * @typedef {object} ToVerify
 * @property {string} id
 * @property {number} version
 * @property {string} number
 * @property {string} title
 * @property {string} where
 * @property {string | null} site
 * @property {number} count
 * @property {string} said
 * @property {{ state: string, words: string }} due
 * @property {boolean} veto
 * @property {boolean} mine
 * @property {Seal[]} seals
 * @property {string} before
 * @property {string} before_at
 * @property {number | null} lon
 * @property {number | null} lat
 */
/**
 * @typedef {object} Package
 * @property {string} version
 * @property {string} made_at
 * @property {string} language
 * @property {string} day
 * @property {{ id: string, name: string }} person
 * @property {{ id: number, name: string }} post
 * @property {boolean} sample
 * @property {{ id: string, name: string, kind: string, sealed: boolean }[]} rounds
 * @property {{ day: string, may_open: boolean, address: string }[]} [sealed] assignments not opened yet (none in a package of before)
 * @property {Stop[]} stops
 * @property {Record<string, Site>} sites
 * @property {Record<string, Checklist>} checklists
 * @property {ToVerify[]} verify
 * @property {{ code: string, label: string }[]} categories
 * @property {{ code: string, label: string }[]} severities
 */
/** @typedef {{ count: number, na: boolean, note: string, fixed: boolean, photos: string[] }} Answer */
/** @typedef {{ id: string, round: string, site: string, base_version: number, started_at: string, answers: Record<string, Answer>, remark: string }} Draft */
/** @typedef {{ id: string, kind: "report", title: string, category: string, severity: string, count: number, site: string, place: string, photos: string[] }} ReportForm */
/** @typedef {{ id: string, kind: "verification", finding: string, base_version: number, where: string, verdict: string, left: number, note: string, photos: string[] }} VerificationForm */
/** @typedef {ReportForm | VerificationForm} Form kept with the drafts of visits */
/**
 * A piece of work that waits to be sent. `state`: waiting, sending, photos (the words are there), conflict, refused.
 * @typedef {object} Entry
 * @property {string} id
 * @property {"visit" | "verification" | "report"} kind
 * @property {number} post
 * @property {number} base_version
 * @property {string} made_at
 * @property {Record<string, any>} body
 * @property {string[]} photos
 * @property {string} title
 * @property {string} about
 * @property {string} key
 * @property {"waiting" | "sending" | "photos" | "conflict" | "refused"} state
 * @property {string[]} sentences
 * @property {string} [trouble] why the server could not take this one at the last try
 * @property {number} done
 * @property {number} bytes
 */
/** @typedef {{ id: string, kind: string, title: string, key: string, at: string, sentences: string[] }} Sent */

export const state = {
  /** @type {{ id: string, name: string } | null} */
  person: null,
  /** @type {Package | null} */
  package: null,
  /** @type {Map<string, Draft | Form>} */
  drafts: new Map(),
  /** @type {Map<string, number>} photos that are being made ready, by the draft they belong to */
  preparing: new Map(),
  /** @type {Map<string, Entry>} */
  outbox: new Map(),
  /** @type {Sent[]} */
  sent: [],
  /** @type {"unknown" | "here" | "gone" | "other"} who is signed in, as the server last said */
  session: "unknown",
  isOffline: !navigator.onLine,
  offlineSince: "",
  isSyncing: false,
  isLoading: true,
  /** @type {string} what the store or the server could not do, as a sentence */
  trouble: "",
  /** @type {string} something said once, until the next step */
  notice: "",
  unsentOfOthers: 0,
  updateWaits: false,
  /** @type {number | null} */
  freeBytes: null,
  /** @type {{ start: { lon: number, lat: number } | null, keys: string[] } | null} the walk as asked for since the app was opened; never kept */
  walk: null,
};

/** @type {(() => void)[]} */
const listeners = [];
let isAsked = false;

/** @param {() => void} listener */
export function whenChanged(listener) {
  listeners.push(listener);
}

/** Say that something changed; it is drawn once, at the end of this turn. */
export function changed() {
  if (isAsked) return;
  isAsked = true;
  queueMicrotask(() => {
    isAsked = false;
    for (const listener of listeners) listener();
  });
}

/** @param {string} sentence */
export function setTrouble(sentence) {
  if (state.trouble === sentence) return;
  state.trouble = sentence;
  changed();
}

/** How many pieces of work are not with the server yet. */
export function unsent() {
  return state.outbox.size;
}

/** How many pieces of work are begun and not handed in; a photo on its way begins one. */
export function begun() {
  return new Set([...state.drafts.keys(), ...state.preparing.keys()]).size;
}
