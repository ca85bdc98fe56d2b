// @ts-check
// The checklist of a site, by one thumb: only what is wrong needs a touch.

import { html, nothing } from "../lit/lit-html.js";
import { repeat } from "../lit/directives/repeat.js";
import { askToStay } from "./device.js";
import { addToAnswer, answer, draftFor, giveUp, handInVisit, keyOf, preparing, remark, restIsFine, visitOf } from "./drafts.js";
import { handedIn } from "./outbox.js";
import { bar, empty, handInButton, icon, photoStrip, sayings, sealsOf, throwAway } from "./parts.js";
import { photoUrl } from "./photos.js";
import { changed, state } from "./state.js";
import { counted, fill, gettext, ngettext } from "./words.js";

/** @typedef {import("./state.js").Answer} Answer */
/** @typedef {import("./state.js").Draft} Draft */
/** @typedef {import("./state.js").Item} Item */
/** @typedef {import("./state.js").Zone} Zone */

/** What is shown of the open site: which part, which item, whether its note is open. */
const view = { key: "", zone: 0, item: 0, note: false, remark: false };

/** @param {string} round @param {string} site */
export function showSite(round, site) {
  const given = state.package;
  const stop = given?.stops.find((each) => each.round === round && each.site === site);
  const place = given?.sites[site];
  const list = place && given?.checklists[place.type];
  if (!stop || !place || !list) return html`${bar("#today", gettext("Site"), "")}${empty(gettext("This site is not in today's work on this phone."))}`;
  const key = keyOf(round, site);
  if ((handedIn(key) || stop.base_version) && !state.drafts.has(key)) return visited(place.name, () => draftFor(stop));
  const draft = draftFor(stop);
  if (view.key !== draft.id) Object.assign(view, { key: draft.id, zone: firstOpen(draft, list.zones), item: 0, note: false, remark: false });
  const items = list.zones.flatMap((zone) => zone.items);
  const zone = list.zones[view.zone] ?? list.zones[0];
  if (!zone) return html`${bar("#today", place.name, "")}${empty(gettext("This type of site has no checklist yet."))}`;
  const done = answered(draft, items).length;
  const wrong = items.filter((item) => isWrong(draft.answers[item.id])).length;
  return html`${bar(
      "#today",
      place.name,
      html`${sealsOf(list.seals, "sm")} <span class="lc-sent" data-s="wait">${gettext("kept on this phone")}</span>`,
      html`<p class="pos"><b>${done}</b>/${counted(ngettext("%(count)s item", "%(count)s items", items.length), items.length)}<br />${fill(gettext("not right %(count)s"), { count: wrong })}</p>`,
    )}
    ${sayings()}
    ${list.zones.length > 1 ? zoneTabs(draft, list.zones) : nothing}
    <main id="main" class="fd-items">
      ${repeat(zone.items, (item) => item.id, (item) => line(draft, item))}
      ${more(draft)}
    </main>
    ${foot(draft, list.zones, zone, place.name)}`;
}

/** Going again is possible, but not by mistake. @param {string} name @param {() => void} again */
function visited(name, again) {
  const begin = () => {
    again();
    changed();
  };
  return html`${bar("#today", name, "")}${sayings()}${empty(
    gettext("This site was visited in this round already."),
    html`<button type="button" class="fd-btn alt" @click=${begin}>${gettext("Record another visit")}</button>`,
  )}`;
}

/** @param {Answer | undefined} given */
function isWrong(given) {
  return Boolean(given && given.count);
}

/** @param {Draft} draft @param {Item[]} items */
function answered(draft, items) {
  return items.filter((item) => draft.answers[item.id]);
}

/** @param {Draft} draft @param {Zone[]} zones */
function firstOpen(draft, zones) {
  return Math.max(0, zones.findIndex((zone) => answered(draft, zone.items).length < zone.items.length));
}

/** @param {Draft} draft @param {Zone[]} zones */
function zoneTabs(draft, zones) {
  return html`<nav class="fd-zones" aria-label=${gettext("Parts of the site")}>${zones.map(
    (zone, number) => html`<button type="button" aria-current=${number === view.zone ? "true" : nothing} @click=${() => goTo(number)}>${zone.label}<small>${answered(draft, zone.items).length}/${zone.items.length}</small></button>`,
  )}</nav>`;
}

/** @param {number} number */
function goTo(number) {
  Object.assign(view, { zone: number, item: 0, note: false });
  changed();
  scrollTo(0, 0);
}

/** @param {Draft} draft @param {Item} item */
function line(draft, item) {
  const given = draft.answers[item.id];
  if (view.item === item.id) return panel(draft, item, given);
  const look = !given ? "" : given.na ? "na" : given.count ? "bad" : "ok";
  const words = !given ? gettext("not looked at yet") : given.na ? gettext("not applicable") : given.count ? fill(gettext("not right, %(count)s"), { count: given.count }) : gettext("right");
  const mark = look === "ok" ? icon("check") : look === "bad" ? String(given?.count) : look === "na" ? icon("minus") : "";
  return html`<button type="button" class="fd-item" data-item=${item.id} data-look=${look} @click=${() => open(draft, item)}>
    <span class="m" aria-hidden="true">${mark}</span><span class="t">${item.text}<span class="visually-hidden">${words}</span></span>${sealsOf(item.seals)}
  </button>`;
}

/** The first touch says that something is wrong; it can be taken back. @param {Draft} draft @param {Item} item */
function open(draft, item) {
  const given = draft.answers[item.id];
  Object.assign(view, { item: item.id, note: Boolean(given?.note) });
  if (!given || (!given.count && !given.na)) void answer(draft, item, { count: 1 });
  else changed();
}

/** @param {Draft} draft @param {Item} item @param {Answer | undefined} given */
function panel(draft, item, given) {
  const count = given?.count ?? 0;
  const choice = item.choices[count];
  const set = (/** @type {Partial<Answer>} */ change) => void answer(draft, item, change);
  return html`<section class="fd-bad" data-item=${item.id}>
    <button type="button" class="fd-close" aria-expanded="true" @click=${close}><h2>${item.text}</h2>${sealsOf(item.seals)}</button>
    <div class="fd-step">
      <button type="button" data-less aria-label=${gettext("One less")} @click=${() => set({ count: count - 1, na: false })}>${icon("minus")}</button>
      <p aria-live="polite"><b>${given?.na ? "–" : count}</b><span>${item.yes_no ? gettext("right or not") : fill(gettext("%(unit)s, counted up to %(most)s"), { unit: item.unit, most: item.choices.length - 1 })}</span></p>
      <button type="button" data-more aria-label=${gettext("One more")} @click=${() => set({ count: count + 1, na: false })}>${icon("plus")}</button>
    </div>
    <div class="fd-scale" role="group" aria-label=${item.finding}>${item.choices.map((each, number) => grade(item, each, number === item.choices.length - 1, !given?.na && each.n === count, () => set({ count: each.n, na: false })))}</div>
    ${!given?.na && choice ? html`<p class="fd-made">${choice.made.map((words) => html`<span>${words}</span>`)}</p>` : nothing}
    ${count ? photoStrip({ hashes: given?.photos ?? [], url: photoUrl, words: given?.photos.length ? gettext("Another photo") : gettext("Take a photo"), add: (files) => void addToAnswer(draft, item, files), drop: (sha256) => set({ photos: (given?.photos ?? []).filter((each) => each !== sha256) }) }) : nothing}
    <div class="fd-tog">
      <button type="button" aria-pressed=${Boolean(given?.fixed)} @click=${() => set({ fixed: !given?.fixed })}><i class="box" aria-hidden="true"></i>${gettext("Fixed on the spot")}</button>
      <button type="button" aria-pressed=${view.note} @click=${toggleNote}>${gettext("Add a note")}</button>
      <button type="button" aria-pressed=${Boolean(given?.na)} @click=${() => set({ na: !given?.na })}>${gettext("Not applicable")}</button>
    </div>
    ${view.note ? html`<textarea class="fd-note" maxlength="300" rows="2" aria-label=${gettext("Note")} placeholder=${gettext("A few words: where exactly")} .value=${given?.note ?? ""} @input=${(/** @type {any} */ event) => set({ note: event.target.value })}></textarea>` : nothing}
  </section>`;
}

/** @param {Item} item @param {import("./state.js").Choice} each @param {boolean} isMost @param {boolean} isOn @param {() => void} choose */
function grade(item, each, isMost, isOn, choose) {
  const words = item.yes_no ? (each.n ? gettext("not right") : gettext("right")) : `${isMost ? "≥" : ""}${each.n} ${item.unit}`;
  return html`<button type="button" aria-pressed=${isOn} @click=${choose}><b>${each.grade}</b>${words}</button>`;
}

function close() {
  Object.assign(view, { item: 0, note: false });
  changed();
}

function toggleNote() {
  view.note = !view.note;
  changed();
}

/** @param {Draft} draft */
function more(draft) {
  const opened = () => {
    view.remark = !view.remark;
    changed();
  };
  return html`<div class="fd-more"><button type="button" class="fd-link" aria-expanded=${view.remark} @click=${opened}>${gettext("A remark on the whole visit")}</button>
    ${view.remark || draft.remark ? html`<textarea class="fd-note" rows="3" maxlength="2000" aria-label=${gettext("A remark on the whole visit")} .value=${draft.remark} @input=${(/** @type {any} */ event) => void remark(draft, event.target.value)}></textarea>` : nothing}
    ${Object.keys(draft.answers).length ? throwAway(gettext("Throw this visit away"), () => void leave(draft)) : nothing}</div>`;
}

/** @param {Draft} draft */
async function leave(draft) {
  await giveUp(draft);
  location.hash = "#today";
}

/** The two buttons within the thumb's arc. @param {Draft} draft @param {Zone[]} zones @param {Zone} zone @param {string} title */
function foot(draft, zones, zone, title) {
  const items = zones.flatMap((each) => each.items);
  const rest = zone.items.length - answered(draft, zone.items).length;
  const all = items.length - answered(draft, items).length;
  if (all === 0) return html`<div class="fd-foot">${handInButton(gettext("Hand in the visit"), preparing(draft.id), () => void send(draft, title, items))}</div>`;
  const next = firstOpen(draft, zones);
  const main = rest
    ? html`<button type="button" class="fd-btn" data-rest @click=${() => void closeZone(draft, zones, zone.items)}>${icon("check")}${fill(gettext("%(zone)s: other %(count)s fine"), { zone: zone.label, count: rest })}</button>`
    : html`<button type="button" class="fd-btn" data-next @click=${() => goTo(next)}>${fill(gettext("Next: %(zone)s"), { zone: zones[next]?.label ?? "" })}</button>`;
  const whole = all > rest ? html`<button type="button" class="fd-btn alt" data-all @click=${() => void closeZone(draft, zones, items)}>${fill(gettext("All other %(count)s fine"), { count: all })}</button>` : nothing;
  return html`<div class="fd-foot">${main}${whole}</div>`;
}

/** @param {Draft} draft @param {Zone[]} zones @param {Item[]} items */
async function closeZone(draft, zones, items) {
  const saved = restIsFine(draft, items);
  const now = visitOf(draft.id);
  Object.assign(view, { item: 0, note: false });
  if (now && zones.some((zone) => answered(now, zone.items).length < zone.items.length)) goTo(firstOpen(now, zones));
  await saved;
}

/** @param {Draft} draft @param {string} title @param {Item[]} items */
async function send(draft, title, items) {
  await handInVisit(draft, title, items);
  void askToStay();
}
