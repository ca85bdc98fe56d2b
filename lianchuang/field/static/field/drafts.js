// @ts-check
// Work being filled in (a visit, a verification, a report): every touch is kept on the phone at once.

import { handIn } from "./outbox.js";
import { take } from "./photos.js";
import { changed, state } from "./state.js";
import { saveDraft, dropDraft } from "./store.js";
import { gettext } from "./words.js";

/** @typedef {import("./state.js").Answer} Answer */
/** @typedef {import("./state.js").Draft} Draft */
/** @typedef {import("./state.js").Form} Form */
/** @typedef {import("./state.js").Item} Item */
/** @typedef {import("./state.js").Stop} Stop */

/** @param {string} round @param {string} site */
export function keyOf(round, site) {
  return `${round}.${site}`;
}

/** The visit begun under this key. @param {string} id */
export function visitOf(id) {
  const known = state.drafts.get(id);
  return known && "answers" in known ? known : undefined;
}

/** The draft of a stop, begun now if there is none. @param {Stop} stop */
export function draftFor(stop) {
  const id = keyOf(stop.round, stop.site);
  const known = visitOf(id);
  if (known) return known;
  /** @type {Draft} */
  const begun = {
    id,
    round: stop.round,
    site: stop.site,
    base_version: visitsKnown(stop, id),
    started_at: new Date().toISOString(),
    answers: {},
    remark: "",
  };
  state.drafts.set(id, begun);
  return begun;
}

/** How many visits of ours this phone knows of: those of the package or sent since, and those that wait. @param {Stop} stop @param {string} key */
function visitsKnown(stop, key) {
  const sent = state.sent.filter((each) => each.key === key).length;
  const waiting = [...state.outbox.values()].filter((each) => each.key === key).length;
  return Math.max(stop.base_version, sent) + waiting;
}

/** @returns {Answer} */
function fine() {
  return { count: 0, na: false, note: "", fixed: false, photos: [] };
}

/** Change one answer. @param {Draft} draft @param {Item} item @param {Partial<Answer>} change */
export function answer(draft, item, change) {
  const before = draft.answers[item.id] ?? fine();
  const after = { ...before, ...change };
  const most = item.choices.length - 1;
  after.count = Math.max(0, Math.min(most, after.count));
  if (after.na) Object.assign(after, { count: 0, fixed: false });
  return saveDraft({ ...draft, answers: { ...draft.answers, [item.id]: after } });
}

/** All of these that were not touched are fine. @param {Draft} draft @param {Item[]} items */
export function restIsFine(draft, items) {
  const answers = { ...draft.answers };
  for (const item of items) answers[item.id] ??= fine();
  return saveDraft({ ...draft, answers });
}

/** @param {Draft} draft @param {string} remark */
export function remark(draft, remark) {
  return saveDraft({ ...draft, remark });
}

/** @param {Draft | Form} draft */
export function giveUp(draft) {
  return dropDraft(draft.id);
}

/** A form as it was left, else as it begins. @template {Form} T @param {T} blank @returns {T} */
export function formFor(blank) {
  return /** @type {T | undefined} */ (state.drafts.get(blank.id)) ?? blank; // an id belongs to one kind
}

/** Change a form; emptied by hand it is begun no more. @template {Form} T @param {T} blank @param {Partial<T>} change */
export function fillIn(blank, change) {
  const after = { ...formFor(blank), ...change };
  return JSON.stringify(after) === JSON.stringify(blank) ? giveUp(blank) : saveDraft(after);
}

/** How many photos of this draft are being made ready. @param {string} id */
export function preparing(id) {
  return state.preparing.get(id) ?? 0;
}

/**
 * Make photos ready for the draft of this id, wherever the person is by then.
 * @param {string} id
 * @param {Iterable<File> | Promise<Iterable<File>>} files
 * @param {(sha256: string) => Promise<unknown>} put
 */
async function prepare(id, files, put) {
  const whose = state.person;
  state.preparing.set(id, preparing(id) + 1);
  changed();
  try {
    for (const file of [...(await files)]) {
      const sha256 = await take(file);
      if (sha256 === null) state.notice = gettext("This file is no photo that can be read.");
      else if (state.person === whose) await put(sha256);
    }
  } finally {
    const left = preparing(id) - 1;
    if (left) state.preparing.set(id, left);
    else state.preparing.delete(id);
    changed();
  }
}

/** @param {Draft} draft @param {Item} item @param {FileList} files */
export function addToAnswer({ id }, item, files) {
  return prepare(id, files, async (sha256) => {
    const draft = visitOf(id);
    const held = draft?.answers[item.id]?.photos ?? [];
    if (draft && !held.includes(sha256)) await answer(draft, item, { photos: [...held, sha256] });
  });
}

/** @template {Form} T @param {T} blank @param {Iterable<File> | Promise<Iterable<File>>} files */
export function addToForm(blank, files) {
  return prepare(blank.id, files, async (sha256) => {
    const { photos } = formFor(blank);
    if (!photos.includes(sha256)) await fillIn(blank, /** @type {Partial<T>} */ ({ photos: [...photos, sha256] }));
  });
}

/** Hand the visit in. @param {Draft} draft @param {string} title @param {Item[]} items */
export function handInVisit(draft, title, items) {
  const answers = items.map((item) => {
    const given = draft.answers[item.id] ?? fine();
    return { item: item.id, ...given, count: given.na ? null : given.count };
  });
  const wrong = answers.filter((each) => each.count).length;
  const work = /** @type {const} */ ({
    kind: "visit",
    base_version: draft.base_version,
    body: {
      round: draft.round,
      site: draft.site,
      started_at: draft.started_at,
      finished_at: new Date().toISOString(),
      remark: draft.remark,
      answers,
    },
    photos: answers.flatMap((each) => each.photos),
    title,
    about: `${items.length}/${wrong}`,
    key: draft.id,
    draft: draft.id,
  });
  return handIn(work, "#today");
}
