// @ts-check
// What is sent, what waits, what needs a look.

import { html, nothing } from "../lit/lit-html.js";
import { dayOf, icon, sayings, sizeOf, tabs, timeOf } from "./parts.js";
import { changed, state } from "./state.js";
import { inFigures, retry, sync } from "./sync.js";
import { counted, fill, gettext, ngettext } from "./words.js";

/** @typedef {import("./state.js").Entry} Entry */

let showsSent = false;

export function showSync() {
  const entries = [...state.outbox.values()];
  const looks = entries.filter((each) => each.state === "conflict" || each.state === "refused");
  const waits = entries.filter((each) => !looks.includes(each));
  return html`<header class="fd-bar"><div class="grow"><h1 class="big">${gettext("Sync")}</h1></div><p class="dim sm">${signal()}</p></header>
    ${sayings()}
    <main id="main">
      ${entries.length ? summary() : allSent()}
      ${looks.length ? html`<h2 class="fd-sec"><span>${fill(gettext("For you to look at: %(count)s"), { count: looks.length })}</span></h2>${looks.map(toLookAt)}` : nothing}
      ${waits.length ? html`<h2 class="fd-sec"><span>${fill(gettext("Waiting to be sent: %(count)s"), { count: waits.length })}</span><span>${gettext("words first, then photos")}</span></h2>${waits.map(waiting)}` : nothing}
      ${sentToday()}
    </main>
    ${tabs("sync")}`;
}

function signal() {
  if (state.isSyncing) return gettext("sending …");
  if (!state.isOffline) return gettext("there is signal");
  return state.offlineSince ? fill(gettext("no signal since %(time)s"), { time: timeOf(state.offlineSince) }) : gettext("no signal");
}

function summary() {
  const { number, visit, verification, report, photos, bytes } = inFigures();
  const kinds = [
    visit ? counted(ngettext("%(count)s visit", "%(count)s visits", visit), visit) : "",
    verification ? counted(ngettext("%(count)s verification", "%(count)s verifications", verification), verification) : "",
    report ? counted(ngettext("%(count)s report", "%(count)s reports", report), report) : "",
    photos ? fill(gettext("%(photos)s, together %(size)s"), { photos: counted(ngettext("%(count)s photo", "%(count)s photos", photos), photos), size: sizeOf(bytes) }) : "",
  ].filter(Boolean);
  return html`<section class="fd-sum"><b class="num">${number}</b><p><b>${gettext("still on this phone, nothing is lost")}</b>
      <span class="mid">${kinds.join(gettext(", "))}${gettext(". ")}${gettext("The phone deletes nothing before the server says that it has it.")}</span></p></section>
    <p class="pad"><button type="button" class="fd-btn" data-try @click=${() => void sync({ refresh: true })}>${icon("refresh")}${gettext("Try now")}</button></p>`;
}

function allSent() {
  return html`<section class="fd-sum"><b class="num">0</b><p><b>${gettext("Everything is sent")}</b><span class="mid">${gettext("Nothing waits on this phone.")}</span></p></section>
    <p class="pad"><button type="button" class="fd-btn alt" data-try @click=${() => void sync({ refresh: true })}>${icon("refresh")}${gettext("Fetch today's work again")}</button></p>`;
}

/** @param {Entry} entry */
function kindOf(entry) {
  return { visit: gettext("Visit"), verification: gettext("Verification"), report: gettext("Report") }[entry.kind];
}

/** @param {Entry} entry */
function toLookAt(entry) {
  const again = entry.state === "refused" ? html`<button type="button" class="fd-small" @click=${() => void retry(entry)}>${gettext("Try again")}</button>` : nothing;
  return html`<article class="fd-q" data-entry=${entry.id}><span class="lc-sent" data-s="refused"></span><b>${kindOf(entry)}　${entry.title}</b>${again}
    <div class="d">${entry.sentences.map((sentence) => html`<p>${sentence}</p>`)}${troubleOf(entry)}</div></article>`;
}

/** @param {Entry} entry */
function waiting(entry) {
  const photos = entry.photos.length;
  const words = entry.state === "photos" ? fill(gettext("The words are there; photos %(done)s/%(total)s, goes on with signal"), { done: entry.done, total: photos }) : photos ? fill(gettext("%(photos)s, %(size)s"), { photos: counted(ngettext("%(count)s photo", "%(count)s photos", photos), photos), size: sizeOf(entry.bytes) }) : gettext("no photos");
  return html`<article class="fd-q" data-entry=${entry.id}><span class="lc-sent" data-s=${state.isSyncing ? "sending" : "wait"}></span><b>${kindOf(entry)}　${entry.title}</b><span class="sm dim">${about(entry)}</span>
    <div class="d">${words}　${fill(gettext("recorded %(time)s"), { time: timeOf(entry.made_at) })}${troubleOf(entry)}</div>
    ${entry.state === "photos" ? html`<progress max=${photos} value=${entry.done} aria-label=${gettext("Photos sent")}></progress>` : nothing}</article>`;
}

/** Why the server could not take it, when it could take others. @param {Entry} entry */
function troubleOf(entry) {
  return entry.trouble ? html`<p data-trouble>${entry.trouble}</p>` : nothing;
}

/** @param {Entry} entry */
function about(entry) {
  if (entry.kind === "visit") {
    const [items, wrong] = entry.about.split("/").map(Number);
    return wrong ? fill(gettext("not right %(count)s"), { count: wrong }) : counted(ngettext("%(count)s item", "%(count)s items", items ?? 0), items ?? 0);
  }
  if (entry.kind === "verification") return { yes: gettext("Put right"), partly: gettext("Partly"), no: gettext("Not put right") }[entry.about] ?? "";
  return entry.about;
}

function sentToday() {
  const day = new Date().toDateString();
  const sent = state.sent.filter((each) => new Date(each.at).toDateString() === day).sort((a, b) => (a.at < b.at ? 1 : -1));
  const latest = sent[0];
  const open = () => {
    showsSent = !showsSent;
    changed();
  };
  return html`<h2 class="fd-sec"><span>${fill(gettext("Sent today: %(count)s"), { count: sent.length })}</span>${sent.length ? html`<button type="button" class="fd-link" aria-expanded=${showsSent} @click=${open}>${showsSent ? gettext("Fold up") : gettext("Show")}</button>` : nothing}</h2>
    <dl class="fd-kv">
      ${latest ? html`<div><dt><span class="lc-sent" data-s="sent">${gettext("Last sent")}</span></dt><dd>${timeOf(latest.at)}</dd></div>` : nothing}
      ${state.freeBytes === null ? nothing : html`<div><dt>${gettext("Room for this app")}</dt><dd>${sizeOf(state.freeBytes)}</dd></div>`}
      ${state.package ? html`<div><dt>${gettext("Today's work fetched")}</dt><dd>${dayOf(state.package.made_at)} ${timeOf(state.package.made_at)}</dd></div>` : nothing}
    </dl>
    ${showsSent ? sent.map((each) => html`<article class="fd-q"><span class="lc-sent" data-s="sent"></span><b>${each.title}</b><span class="sm dim">${timeOf(each.at)}</span>${each.sentences.length ? html`<div class="d">${each.sentences.join(" ")}</div>` : nothing}</article>`) : nothing}`;
}
