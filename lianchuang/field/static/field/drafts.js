// @ts-check
// A visit being filled in: every touch is kept on the phone at once.

import { handIn } from "./outbox.js";
import { saveDraft, dropDraft } from "./store.js";
import { state } from "./state.js";

/** @typedef {import("./state.js").Answer} Answer */
/** @typedef {import("./state.js").Draft} Draft */
/** @typedef {import("./state.js").Item} Item */
/** @typedef {import("./state.js").Stop} Stop */

/** @param {string} round @param {string} site */
export function keyOf(round, site) {
  return `${round}.${site}`;
}

/** The draft of a stop, begun now if there is none. @param {Stop} stop */
export function draftFor(stop) {
  const id = keyOf(stop.round, stop.site);
  const known = state.drafts.get(id);
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

/** @param {Draft} draft */
export function giveUp(draft) {
  return dropDraft(draft.id);
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
