// @ts-check
// Small parts of the look: icons, seals, the bar, the tabs, the pill of what is not sent.

import { html, nothing } from "../lit/lit-html.js";
import { state, unsent } from "./state.js";
import { fill, gettext } from "./words.js";

/** @typedef {import("./state.js").Seal} Seal */

/** An icon of the page's own sheet. @param {string} name */
export function icon(name) {
  return html`<svg class="ic" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-${name}"></use></svg>`;
}

/** For which campaigns a thing counts. @param {Seal[]} seals @param {string} [size] */
export function sealsOf(seals, size = "") {
  if (!seals.length) return nothing;
  const names = seals.map((seal) => seal.label).join(gettext(", "));
  return html`<span class="lc-seals" data-size=${size || nothing} role="img" aria-label=${fill(gettext("Counts for %(names)s"), { names })}>
    ${seals.map(
      (seal) => html`<span class="lc-seal" data-c=${seal.c} data-slot=${seal.slot} data-fill=${seal.fill === "full" ? nothing : seal.fill} ?data-veto=${seal.veto}><span>${seal.c}</span></span>`,
    )}
  </span>`;
}

/** @param {string} iso */
export function timeOf(iso) {
  const at = new Date(iso);
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** @param {string} iso */
export function dayOf(iso) {
  const at = new Date(iso);
  return `${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

/** @param {number} bytes */
export function sizeOf(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

/** @param {number | null} km */
export function distance(km) {
  if (km === null) return "";
  return km < 1 ? fill(gettext("%(count)s m"), { count: Math.round(km * 100) * 10 }) : fill(gettext("%(count)s km"), { count: km.toFixed(1) });
}

/** The pill that is always in sight. */
export function notSent() {
  const number = unsent();
  if (!number) {
    return html`<a class="fd-pill" href="#sync"><span class="lc-sent" data-s="sent">${gettext("All sent")}</span></a>`;
  }
  return html`<a class="fd-pill waits" href="#sync"><span class="lc-sent" data-s="wait">${fill(gettext("Not sent: %(count)s"), { count: number })}</span></a>`;
}

/** Sentences that hold on every page: no signal, signed out, trouble. */
export function sayings() {
  return html`<div role="status">
    ${state.session === "gone"
      ? html`<p class="fd-say warn">${icon("login")}<span>${gettext("You were signed out. All your work is kept here; sign in and it goes on being sent.")} <a href=${signInAddress()}>${gettext("Sign in")}</a></span></p>`
      : nothing}
    ${state.session === "other"
      ? html`<p class="fd-say warn">${icon("user")}<span>${gettext("Somebody else has signed in on this phone. What you see is kept for you and is sent when you sign in again.")} <a href=${signInAddress()}>${gettext("Sign in")}</a></span></p>`
      : nothing}
    ${state.trouble ? html`<p class="fd-say warn" data-trouble>${icon("alert-circle")}<span>${state.trouble}</span></p>` : nothing}
    ${state.isOffline ? html`<p class="fd-say">${icon("wifi-off")}<span>${gettext("No signal. Go on as usual; it is sent by itself.")}</span></p>` : nothing}
    ${state.notice ? html`<p class="fd-say">${icon("check")}<span>${state.notice}</span></p>` : nothing}
  </div>`;
}

export function signInAddress() {
  return `${document.getElementById("field")?.dataset["signIn"] ?? "/"}?next=/field/`;
}

/** The five tabs. @param {string} here */
export function tabs(here) {
  const verify = waitingToVerify();
  const number = unsent();
  return html`<nav class="fd-tabs" aria-label=${gettext("Parts of the app")}>
    ${tab("today", "route", gettext("Today"), here)}
    ${tab("verify", "eye", verify ? fill(gettext("Verify %(count)s"), { count: verify }) : gettext("Verify"), here)}
    <a class="snap" href="#report" aria-label=${gettext("Report something")} aria-current=${here === "report" ? "page" : nothing}><span>${icon("camera")}</span></a>
    ${tab("sync", "refresh", gettext("Sync"), here, number)}
    ${tab("mine", "user", gettext("Me"), here)}
  </nav>`;
}

/** @param {string} name @param {string} sign @param {string} words @param {string} here @param {number} [badge] */
function tab(name, sign, words, here, badge = 0) {
  return html`<a href="#${name}" aria-current=${here === name ? "page" : nothing}>${icon(sign)}<span>${words}</span>${badge ? html`<b class="badge">${badge}</b>` : nothing}</a>`;
}

/** The findings that this phone has not looked at yet. */
export function toVerify() {
  const done = new Set([...[...state.outbox.values()].map((each) => each.key), ...state.sent.map((each) => each.key)]);
  return (state.package?.verify ?? []).filter((each) => !done.has(`${each.id}.${each.version}`));
}

export function waitingToVerify() {
  return toVerify().length;
}

/** The head of a page one can go back from. @param {string} back @param {string} title @param {unknown} sub @param {unknown} right */
export function bar(back, title, sub, right = nothing) {
  return html`<header class="fd-bar">
    <a class="back" href=${back} aria-label=${gettext("Back")}>${icon("chevron-left")}</a>
    <div class="grow"><h1>${title}</h1><p class="sub">${sub}</p></div>
    ${right}
  </header>`;
}

/** The head of a tab. @param {string} title @param {unknown} sub */
export function head(title, sub) {
  return html`<header class="fd-bar"><div class="grow"><h1 class="big">${title}</h1><p class="sub">${sub}</p></div>${notSent()}</header>`;
}

/** What was looked at, and the next best thing. @param {string} words @param {unknown} [more] */
export function empty(words, more = nothing) {
  return html`<section class="fd-empty"><p>${words}</p>${more}</section>`;
}

/** To hand in; it waits until the photos are ready. @param {string} words @param {number} preparing @param {() => void} send */
export function handInButton(words, preparing, send) {
  return html`<button type="button" class="fd-btn" data-hand-in ?disabled=${preparing > 0} @click=${send}>${preparing ? gettext("Preparing photos …") : words}</button>`;
}

/** @param {string} words @param {() => unknown} doing */
export function throwAway(words, doing) {
  const asked = () => confirm(gettext("Throw away all that you entered here?")) && doing();
  return html`<button type="button" class="fd-link" data-throw-away @click=${asked}>${words}</button>`;
}

/**
 * Photos taken, and the camera.
 * @param {{ hashes: string[], url: (sha256: string) => string, add: (files: FileList) => void, drop: (sha256: string) => void, words: string }} how
 */
export function photoStrip({ hashes, url, add, drop, words }) {
  const picked = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.files?.length) add(input.files);
    setTimeout(() => (input.value = ""), 0);
  };
  return html`<div class="fd-photos">
    ${hashes.map(
      (sha256, number) => html`<figure><img src=${url(sha256)} alt=${fill(gettext("Photo %(number)s"), { number: number + 1 })} />
        <button type="button" aria-label=${fill(gettext("Remove photo %(number)s"), { number: number + 1 })} @click=${() => drop(sha256)}><i>${icon("x")}</i></button></figure>`,
    )}
    ${hashes.length < 9
      ? html`<label class="cam"><input type="file" accept="image/*" capture="environment" @change=${picked} />${icon("camera")}<span>${words}</span></label>`
      : nothing}
  </div>`;
}
