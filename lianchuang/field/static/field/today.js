// @ts-check
// Today: the next site, the walk, what is left.

import { html, nothing } from "../lit/lit-html.js";
import { keyOf } from "./drafts.js";
import { handedIn } from "./outbox.js";
import { dayOf, distance, empty, head, icon, sayings, sealsOf, tabs, toVerify } from "./parts.js";
import { pictureUrl } from "./photos.js";
import { whereNow } from "./place.js";
import { decimetres, walkingOrder } from "./route.js";
import { changed, state } from "./state.js";
import { outline } from "./walk.js";
import { counted, fill, gettext, ngettext } from "./words.js";

/** @typedef {import("./state.js").Stop} Stop */
/** @typedef {import("./state.js").Site} Site */
/** @typedef {Stop & { place: Site, done: string, isLate: boolean, items: number, number: number }} Told */

/** The stops of the package with what this phone knows of them, in walking order. @returns {Told[]} */
export function told() {
  const stops = known();
  if (!state.walk) return stops;
  const { start, keys } = state.walk;
  const place = (/** @type {Told} */ stop) => (keys.indexOf(keyOf(stop.round, stop.site)) + 1 || keys.length + 1);
  const left = stops.filter((each) => !each.done).sort((one, other) => place(one) - place(other));
  const whole = [...stops.filter((each) => each.done), ...left];
  return whole.map((stop, index) => {
    const before = stop === left[0] ? start : whole[index - 1]?.place;
    return { ...stop, number: index + 1, km: before ? decimetres(before, stop.place) / 10000 : null };
  });
}

/** The stops in the order of the package. @returns {Told[]} */
function known() {
  const given = state.package;
  if (!given) return [];
  let number = 0;
  return given.stops.flatMap((stop) => {
    const place = given.sites[stop.site];
    if (!place || stop.day > today(given.day)) return [];
    const done = handedIn(keyOf(stop.round, stop.site)) || (stop.base_version ? "sent" : "");
    const isLate = stop.day < today(given.day);
    if (isLate && done === "sent" && stop.base_version) return [];
    number += 1;
    const items = given.checklists[place.type]?.zones.reduce((sum, zone) => sum + zone.items.length, 0) ?? 0;
    return [{ ...stop, place, done, isLate, items, number }];
  });
}

/** The package may be of yesterday: the phone's day counts when it is later. @param {string} given */
function today(given) {
  const now = new Date();
  const here = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  return here > given ? here : given;
}

export function showToday() {
  const given = state.package;
  if (!given) return html`${head(gettext("Today's round"), "")}${sayings()}${waiting()}${tabs("today")}`;
  const stops = told();
  const next = stops.find((each) => !each.isLate && !each.done) ?? stops.find((each) => !each.done);
  const rounds = given.rounds.filter((round) => stops.some((stop) => stop.round === round.id)).map((round) => round.name);
  const sub = [dayOf(given.made_at), ...rounds.slice(0, 2), ...(given.sample ? [gettext("Sample")] : [])].join(" · ");
  return html`${head(gettext("Today's round"), sub)}${sayings()}
    <main id="main">
      ${sealedOnes()}
      ${outline(stops.map((each) => ({ lon: each.place.lon, lat: each.place.lat, number: each.number, state: each.done ? "done" : each === next ? "next" : "todo" })))}
      ${stops.length ? dots(stops, next) : nothing}
      ${next ? card(next) : nothing}
      ${!stops.length && !given.sealed?.length ? empty(gettext("No site is assigned to you today."), unlisted()) : nothing}
      ${stops.length && !next ? empty(gettext("All sites of today are visited."), unlisted()) : nothing}
      ${section(gettext("In walking order"), stops.filter((each) => !each.done && each !== next), fromHere(stops))}
      ${section(gettext("Visited on this phone and before"), stops.filter((each) => each.done))}
    </main>
    ${tabs("today")}`;
}

/** Sealed assignments: the day and nothing else. They are opened on the server, by its clock. */
function sealedOnes() {
  return (state.package?.sealed ?? []).map((one) => {
    const words = { day: one.day.slice(5) };
    return html`<p class="fd-say" data-sealed>${icon("lock")}<span>${fill(gettext("A sealed assignment for %(day)s."), words)}
      ${one.may_open ? html`<a href=${one.address}>${gettext("Open it, with signal")}</a>` : gettext("It can be opened on that day, with signal.")}</span></p>`;
  });
}

let isAsking = false;

/** Order what is left by nearness, from where the phone is; when it does not say, from the next site. @param {Told[]} stops */
function fromHere(stops) {
  const ask = async () => {
    isAsking = true;
    changed();
    const start = await whereNow();
    isAsking = false;
    const left = stops.filter((each) => !each.done);
    const order = walkingOrder(left.map((each) => each.place), start);
    state.walk = { start, keys: order.map((index) => keyOf(left[index]?.round ?? "", left[index]?.site ?? "")) };
    state.notice = start
      ? gettext("In order from where you stand. Your place is not kept and not sent.")
      : gettext("The phone does not say where it is; in order from the next site.");
    scrollTo(0, 0);
    changed();
  };
  return html`<button type="button" class="fd-link" data-from-here ?disabled=${isAsking} @click=${() => void ask()}>${isAsking ? gettext("Looking where you are …") : gettext("Start from here")}</button>`;
}

function unlisted() {
  return html`<a class="fd-btn alt" href="#report">${icon("camera")}${gettext("Report something")}</a>`;
}

/** While the first package is on its way, or cannot come. */
function waiting() {
  if (state.isOffline) return empty(gettext("Today's work is not on this phone yet. It comes as soon as there is signal."));
  return empty(gettext("Fetching today's work …"));
}

/** @param {Told[]} stops @param {Told | undefined} next */
function dots(stops, next) {
  const done = stops.filter((each) => each.done).length;
  return html`<div class="fd-row"><span class="fd-dots" aria-hidden="true">${stops.slice(0, 24).map((each) => html`<i class=${each.done ? "d" : each === next ? "n" : ""}></i>`)}</span>
    <span class="dim">${fill(gettext("visited %(done)s / %(total)s"), { done, total: stops.length })}</span></div>`;
}

/** @param {Told} stop */
function card(stop) {
  const { place } = stop;
  const verify = toVerify().filter((each) => each.site === stop.site).length;
  const seals = state.package?.checklists[place.type]?.seals ?? [];
  const begun = state.drafts.has(keyOf(stop.round, stop.site));
  const map = `geo:${place.lat},${place.lon}?q=${place.lat},${place.lon}(${encodeURIComponent(place.name)})`;
  return html`<section class="fd-card">
    <p class="fd-row"><span class="dim">${[gettext("Next site"), distance(stop.km)].filter(Boolean).join(" · ")}</span>${sealsOf(seals)}</p>
    <h2>${place.name}</h2>
    <p class="mid">${counted(ngettext("%(count)s item in one walk", "%(count)s items in one walk", stop.items), stop.items)}
      ${place.open ? html` · ${fill(gettext("open %(count)s"), { count: place.open })}` : nothing}
      ${verify ? html` · <a href="#verify"><b>${fill(gettext("to verify %(count)s"), { count: verify })}</b></a>` : nothing}</p>
    ${place.address ? html`<p class="dim sm">${place.address}</p>` : nothing}
    ${place.last ? lastTime(place.last) : nothing}
    <p class="fd-two"><a class="fd-btn" data-begin href="#site/${stop.round}/${stop.site}">${begun ? gettext("Continue the visit") : gettext("Begin")}</a>
      <a class="fd-btn alt" href=${map}>${gettext("Guide me")}</a></p>
  </section>`;
}

/** @param {import("./state.js").Last} last */
function lastTime(last) {
  const picture = last.photo ? pictureUrl(last.photo) : "";
  const words = fill(gettext("Last %(day)s: %(what)s, %(count)s; %(state)s"), { day: last.day, what: last.words, count: last.count, state: last.state });
  return html`<div class="fd-last">${picture ? html`<img src=${picture} alt="" />` : nothing}
    <p>${words}${last.times > 1 ? html`<br /><span class="dim">${fill(gettext("This item %(count)s times in half a year: look twice"), { count: last.times })}</span>` : nothing}</p></div>`;
}

/** @param {string} words @param {Told[]} stops @param {unknown} [more] */
function section(words, stops, more = nothing) {
  if (!stops.length) return nothing;
  const number = counted(ngettext("%(count)s site", "%(count)s sites", stops.length), stops.length);
  return html`<div class="fd-sec"><h3>${words} <span>${number}</span></h3>${more}</div>
    <ul class="fd-list">${stops.map(row)}</ul>`;
}

/** @param {Told} stop */
function row(stop) {
  const kind = state.package?.checklists[stop.place.type];
  const late = stop.isLate ? [fill(gettext("left from %(day)s"), { day: stop.day.slice(5) })] : [];
  const sub = [kind?.label ?? "", counted(ngettext("%(count)s item", "%(count)s items", stop.items), stop.items), ...late].join(" · ");
  return html`<li><a href="#site/${stop.round}/${stop.site}">
    <span class="no" data-done=${stop.done || nothing}>${stop.done === "sent" ? icon("check") : stop.number}</span>
    <span class="grow"><b>${stop.place.name}</b><small>${stop.done === "waiting" ? gettext("kept on this phone, not sent yet") : sub}</small></span>
    <span class="right">${sealsOf(kind?.seals ?? [])}<small>${distance(stop.km)}</small></span>
  </a></li>`;
}
