// @ts-check
// Is it really fixed? The photo of before beside the camera; yes, partly, no.

import { html, nothing } from "../lit/lit-html.js";
import { handIn } from "./outbox.js";
import { bar, empty, head, icon, sayings, sealsOf, tabs, toVerify } from "./parts.js";
import { photoUrl, pictureUrl, take } from "./photos.js";
import { changed, state } from "./state.js";
import { sync } from "./sync.js";
import { counted, fill, gettext, ngettext } from "./words.js";

/** @typedef {import("./state.js").ToVerify} ToVerify */

const view = { id: "", verdict: "", left: 1, note: "", photos: /** @type {string[]} */ ([]) };

export function showVerifications() {
  const list = toVerify();
  return html`${head(gettext("To verify"), counted(ngettext("%(count)s finding", "%(count)s findings", list.length), list.length))}${sayings()}
    <main id="main">${list.length ? html`<ul class="fd-list">${list.map(row)}</ul>` : empty(gettext("Nothing that you may verify waits."))}</main>
    ${tabs("verify")}`;
}

/** @param {ToVerify} each */
function row(each) {
  const picture = each.before ? pictureUrl(each.before) : "";
  return html`<li><a href="#verify/${each.id}">
    ${picture ? html`<img class="no pic" src=${picture} alt="" />` : html`<span class="no">${icon("eye")}</span>`}
    <span class="grow"><b>${each.where}</b><small>${each.number} · ${each.title}</small></span>
    <span class="right">${sealsOf(each.seals, "sm")}<small>${each.due.words}</small></span></a></li>`;
}

/** @param {string} id */
export function showVerification(id) {
  const finding = toVerify().find((each) => each.id === id);
  if (!finding) return html`${bar("#verify", gettext("To verify"), "")}${empty(gettext("This finding does not wait for you any more."))}`;
  if (view.id !== id) Object.assign(view, { id, verdict: "", left: 1, note: "", photos: [] });
  return html`${bar("#verify", gettext("Is it put right?"), `${finding.number} ${finding.where} · ${finding.title}`, sealsOf(finding.seals))}
    ${sayings()}
    <main id="main">
      ${beside(finding)}
      <div class="fd-row pad"><span class="mid sm">${finding.said ? fill(gettext("The unit says: %(words)s"), { words: finding.said }) : nothing}</span><span class="lc-due" data-state=${finding.due.state === "running" ? nothing : finding.due.state}>${finding.due.words}</span></div>
      <div class="fd-three" role="group" aria-label=${gettext("Is it put right?")}>
        ${verdict("yes", "check", gettext("Put right"), finding.veto ? gettext("the office then closes it") : gettext("closed when it arrives"))}
        ${verdict("partly", "minus", gettext("Partly"), gettext("say how much is left"))}
        ${verdict("no", "x", gettext("Not put right"), gettext("goes back for rework"))}
      </div>
      ${view.verdict === "partly" ? left() : nothing}
      ${view.verdict ? note() : nothing}
      <p class="dim sm pad">${finding.mine ? gettext("You found it and do not belong to the unit that put it right: you may verify. It works without signal.") : gettext("You do not belong to the unit that put it right: you may verify. It works without signal.")}</p>
    </main>
    ${view.verdict ? html`<div class="fd-foot"><button type="button" class="fd-btn" data-hand-in @click=${() => void send(finding)}>${gettext("Hand in")}</button></div>` : nothing}`;
}

/** @param {ToVerify} finding */
function beside(finding) {
  const before = finding.before ? pictureUrl(finding.before) : "";
  const last = view.photos.at(-1);
  return html`<div class="fd-beside">
    <figure>${before ? html`<img src=${before} alt=${gettext("Before")} />` : html`<p class="none">${gettext("No photo of before on this phone")}</p>`}<figcaption>${gettext("Before")} ${finding.before_at}</figcaption></figure>
    <label class="now">${last ? html`<img src=${photoUrl(last)} alt=${gettext("Now")} />` : nothing}
      <input type="file" accept="image/*" capture="environment" @change=${(/** @type {any} */ event) => void add(event.target)} />
      <figcaption>${last ? fill(gettext("Now, photos: %(count)s"), { count: view.photos.length }) : gettext("Now: stand in the same place and take it")}</figcaption><i class="shut" aria-hidden="true">${icon("camera")}</i></label>
  </div>`;
}

/** @param {HTMLInputElement} input */
async function add(input) {
  for (const file of input.files ?? []) {
    const sha256 = await take(file);
    if (sha256 !== null && !view.photos.includes(sha256)) view.photos = [...view.photos, sha256];
  }
  input.value = "";
  changed();
}

/** @param {string} name @param {string} sign @param {string} words @param {string} then */
function verdict(name, sign, words, then) {
  const choose = () => {
    view.verdict = name;
    changed();
    setTimeout(() => scrollTo(0, document.body.scrollHeight), 0); // what is asked next lies below
  };
  return html`<button type="button" data-verdict=${name} aria-pressed=${view.verdict === name} @click=${choose}>${icon(sign)}<span>${words}</span><small>${then}</small></button>`;
}

function left() {
  const step = (/** @type {number} */ by) => () => {
    view.left = Math.max(1, view.left + by);
    changed();
  };
  return html`<div class="fd-step pad"><button type="button" aria-label=${gettext("One less")} @click=${step(-1)}>${icon("minus")}</button>
    <p aria-live="polite"><b>${view.left}</b><span>${gettext("still left")}</span></p>
    <button type="button" aria-label=${gettext("One more")} @click=${step(1)}>${icon("plus")}</button></div>`;
}

function note() {
  const typed = (/** @type {any} */ event) => {
    view.note = event.target.value;
  };
  return html`<div class="pad"><textarea class="fd-note" rows="2" maxlength="300" aria-label=${gettext("Note")} placeholder=${gettext("A few words, if needed")} .value=${view.note} @input=${typed}></textarea></div>`;
}

/** @param {ToVerify} finding */
async function send(finding) {
  const saved = handIn({
    kind: "verification",
    base_version: finding.version,
    body: { finding: finding.id, verdict: view.verdict, left: view.verdict === "partly" ? view.left : 0, note: view.note, photos: view.photos },
    photos: view.photos,
    title: finding.where,
    about: view.verdict,
    key: `${finding.id}.${finding.version}`,
  });
  state.notice = fill(gettext("%(place)s is handed in and kept on this phone until the server has it."), { place: finding.where });
  location.hash = "#verify";
  await saved;
  void sync();
}
