// @ts-check
// Is it really fixed? The photo of before beside the camera; yes, partly, no.

import { html, nothing } from "../lit/lit-html.js";
import { camera, canLive, shoot, startCamera, stopCamera } from "./camera.js";
import { addToForm, fillIn, formFor, giveUp, preparing } from "./drafts.js";
import { handIn } from "./outbox.js";
import { bar, distance, empty, handInButton, head, icon, sayings, sealsOf, tabs, throwAway, toVerify } from "./parts.js";
import { photoUrl, pictureUrl } from "./photos.js";
import { whereNow } from "./place.js";
import { decimetres } from "./route.js";
import { changed, state } from "./state.js";
import { counted, fill, gettext, ngettext } from "./words.js";

/** @typedef {import("./state.js").ToVerify} ToVerify */
/** @typedef {import("./state.js").VerificationForm} VerificationForm */

/** How far the phone is from which finding, as asked for since the app was opened; never kept. */
const view = { id: "", far: "" };

/** A verification begins with the finding as it is now: when somebody moves it meanwhile the office decides. @param {string} id @param {ToVerify} [finding] @returns {VerificationForm} */
function blankFor(id, finding) {
  return { id: `verify.${id}`, kind: "verification", finding: id, base_version: finding?.version ?? 0, where: finding?.where ?? "", verdict: "", left: 1, note: "", photos: [] };
}

export function showVerifications() {
  const list = toVerify();
  const waits = new Set(list.map((each) => each.id));
  const left = [...state.drafts.values()].flatMap((each) => (state.package && "finding" in each && !waits.has(each.finding) ? [each] : []));
  return html`${head(gettext("To verify"), counted(ngettext("%(count)s finding", "%(count)s findings", list.length), list.length))}${sayings()}
    <main id="main">${list.length || left.length ? html`<ul class="fd-list">${list.map(row)}${left.map(leftRow)}</ul>` : empty(gettext("Nothing that you may verify waits."))}</main>
    ${tabs("verify")}`;
}

/** What was begun on a finding that waits no more: in sight, until the person throws it away. @param {VerificationForm} form */
function leftRow(form) {
  return html`<li><a href="#verify/${form.finding}"><span class="no">${icon("eye")}</span>
    <span class="grow"><b>${form.where}</b><small>${gettext("This finding does not wait for you any more.")}</small></span></a></li>`;
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
  const blank = blankFor(id, finding);
  const form = formFor(blank);
  const clear = form === blank || preparing(blank.id) ? nothing : html`<p class="pad">${throwAway(gettext("Throw this away"), () => void giveUp(blank))}</p>`;
  if (!finding) return html`${bar("#verify", gettext("To verify"), "")}${empty(gettext("This finding does not wait for you any more."), clear)}`;
  if (view.id !== id) Object.assign(view, { id, far: "" });
  return html`${bar("#verify", gettext("Is it put right?"), `${finding.number} ${finding.where} · ${finding.title}`, sealsOf(finding.seals))}
    ${sayings()}
    <main id="main">
      ${beside(finding, blank)}
      <div class="fd-row pad"><span class="mid sm">${finding.said ? fill(gettext("The unit says: %(words)s"), { words: finding.said }) : nothing}</span><span class="lc-due" data-state=${finding.due.state === "running" ? nothing : finding.due.state}>${finding.due.words}</span></div>
      <div class="fd-three" role="group" aria-label=${gettext("Is it put right?")}>
        ${verdict(blank, "yes", "check", gettext("Put right"), finding.veto ? gettext("the office then closes it") : gettext("closed when it arrives"))}
        ${verdict(blank, "partly", "minus", gettext("Partly"), gettext("say how much is left"))}
        ${verdict(blank, "no", "x", gettext("Not put right"), gettext("goes back for rework"))}
      </div>
      ${form.verdict === "partly" ? left(blank) : nothing}
      ${form.verdict ? note(blank) : nothing}
      <p class="dim sm pad">${finding.mine ? gettext("You found it and do not belong to the unit that put it right: you may verify. It works without signal.") : gettext("You do not belong to the unit that put it right: you may verify. It works without signal.")}</p>
      ${clear}
    </main>
    ${form.verdict ? html`<div class="fd-foot">${handInButton(gettext("Hand in"), preparing(blank.id), () => void send(form))}</div>` : nothing}`;
}

/** @param {ToVerify} finding @param {VerificationForm} blank */
function beside(finding, blank) {
  const before = finding.before ? pictureUrl(finding.before) : "";
  return html`<div class="fd-beside">
      <figure>${before ? html`<img src=${before} alt=${gettext("Before")} />` : html`<p class="none">${gettext("No photo of before on this phone")}</p>`}<figcaption>${gettext("Before")} ${finding.before_at}</figcaption></figure>
      ${camera.stream ? live(before, blank) : taken(blank)}
    </div>
    <p class="fd-row pad">${how(before)}${far(finding)}</p>`;
}

/** The camera now, the photo of before lying over it as thin as one likes. @param {string} before @param {VerificationForm} blank */
function live(before, blank) {
  const thin = (/** @type {any} */ event) => {
    const ghost = /** @type {HTMLElement | null} */ (document.querySelector(".fd-beside .ghost"));
    if (ghost) ghost.style.opacity = String(event.target.value / 100);
  };
  const shut = async () => {
    const video = /** @type {HTMLVideoElement | null} */ (document.querySelector(".fd-beside video"));
    if (!video) return;
    await addToForm(blank, shoot(video).then((file) => (file ? [file] : [])));
    stopCamera();
  };
  return html`<figure class="now"><video autoplay playsinline muted .srcObject=${camera.stream}></video>
      ${before ? html`<img class="ghost" src=${before} alt="" />` : nothing}
      <figcaption>${gettext("Now: move until both lie on each other")}</figcaption>
      <button type="button" class="shut" data-shoot aria-label=${gettext("Take a photo")} @click=${() => void shut()}>${icon("camera")}</button></figure>
    ${before ? html`<label class="fd-ghost"><span>${gettext("Photo of before lies over it")}</span><input type="range" min="0" max="100" value="40" @input=${thin} /></label>` : nothing}`;
}

/** What was taken, and the phone's own camera. @param {VerificationForm} blank */
function taken(blank) {
  const { photos } = formFor(blank);
  const last = photos.at(-1);
  const picked = async (/** @type {any} */ event) => {
    await addToForm(blank, event.target.files ?? []);
    event.target.value = "";
  };
  return html`<label class="now">${last ? html`<img src=${photoUrl(last)} alt=${gettext("Now")} />` : nothing}
    <input type="file" accept="image/*" capture="environment" @change=${picked} />
    <figcaption>${last ? fill(gettext("Now, photos: %(count)s"), { count: photos.length }) : gettext("Now: stand in the same place and take it")}</figcaption><i class="shut" aria-hidden="true">${icon("camera")}</i></label>`;
}

/** To the live picture and back. @param {string} before */
function how(before) {
  if (camera.stream) return html`<button type="button" class="fd-link" data-live @click=${stopCamera}>${gettext("Use the phone's own camera")}</button>`;
  if (camera.isRefused) return html`<span class="dim sm">${gettext("The page may not use the camera; the phone's own takes the photo.")}</span>`;
  if (!canLive()) return nothing;
  const words = before ? gettext("Live picture over the photo of before") : gettext("Live picture");
  return html`<button type="button" class="fd-link" data-live ?disabled=${camera.isStarting} @click=${() => void startCamera()}>${words}</button>`;
}

/** How far the phone is from the spot, when the person asks. @param {ToVerify} finding */
function far(finding) {
  const { lon, lat } = finding;
  if (lon === null || lat === null) return nothing;
  const ask = async () => {
    view.far = gettext("Looking where you are …");
    changed();
    const here = await whereNow();
    view.far = here ? fill(gettext("%(distance)s to the spot"), { distance: distance(decimetres(here, { lon, lat }) / 10000) }) : gettext("The phone does not say where it is.");
    changed();
  };
  if (view.far) return html`<button type="button" class="fd-link" data-far aria-live="polite" @click=${() => void ask()}>${view.far}</button>`;
  return html`<button type="button" class="fd-link" data-far @click=${() => void ask()}>${gettext("How far am I?")}</button>`;
}

/** @param {VerificationForm} blank @param {string} name @param {string} sign @param {string} words @param {string} then */
function verdict(blank, name, sign, words, then) {
  const choose = () => {
    void fillIn(blank, { verdict: name });
    setTimeout(() => scrollTo(0, document.body.scrollHeight), 0); // what is asked next lies below
  };
  return html`<button type="button" data-verdict=${name} aria-pressed=${formFor(blank).verdict === name} @click=${choose}>${icon(sign)}<span>${words}</span><small>${then}</small></button>`;
}

/** @param {VerificationForm} blank */
function left(blank) {
  const count = formFor(blank).left;
  const step = (/** @type {number} */ by) => () => void fillIn(blank, { left: Math.max(1, formFor(blank).left + by) });
  return html`<div class="fd-step pad"><button type="button" aria-label=${gettext("One less")} @click=${step(-1)}>${icon("minus")}</button>
    <p aria-live="polite"><b>${count}</b><span>${gettext("still left")}</span></p>
    <button type="button" aria-label=${gettext("One more")} @click=${step(1)}>${icon("plus")}</button></div>`;
}

/** @param {VerificationForm} blank */
function note(blank) {
  const typed = (/** @type {any} */ event) => void fillIn(blank, { note: event.target.value });
  return html`<div class="pad"><textarea class="fd-note" rows="2" maxlength="300" aria-label=${gettext("Note")} placeholder=${gettext("A few words, if needed")} .value=${formFor(blank).note} @input=${typed}></textarea></div>`;
}

/** @param {VerificationForm} form */
async function send(form) {
  const { finding, base_version, where, verdict, left, note, photos } = form;
  const work = /** @type {const} */ ({
    kind: "verification",
    base_version,
    body: { finding, verdict, left: verdict === "partly" ? left : 0, note, photos },
    photos,
    title: where,
    about: verdict,
    key: `${finding}.${base_version}`,
    draft: form.id,
  });
  await handIn(work, "#verify");
}
