// @ts-check
// Something wrong that is on no checklist, or at a place that is on no list.

import { html, nothing } from "../lit/lit-html.js";
import { addToForm, fillIn, formFor, giveUp, preparing } from "./drafts.js";
import { handIn } from "./outbox.js";
import { handInButton, head, photoStrip, sayings, tabs, throwAway } from "./parts.js";
import { photoUrl } from "./photos.js";
import { changed, state } from "./state.js";
import { gettext } from "./words.js";

/** @typedef {import("./state.js").ReportForm} ReportForm */

/** @type {ReportForm} */
const blank = { id: "report", kind: "report", title: "", category: "", severity: "ordinary", count: 1, site: "", place: "", photos: [] };
let lacks = "";

export function showReport() {
  const given = state.package;
  const typed = formFor(blank);
  const set = (/** @type {Partial<ReportForm>} */ change) => void fillIn(blank, change);
  const read = (/** @type {keyof ReportForm} */ name) => (/** @type {any} */ event) => set({ [name]: event.target.value });
  return html`${head(gettext("Report something"), gettext("also at a place that is on no list"))}${sayings()}
    <main id="main" class="fd-form">
      ${photoStrip({ hashes: typed.photos, url: photoUrl, words: typed.photos.length ? gettext("Another photo") : gettext("Take a photo"), add: (files) => void addToForm(blank, files), drop: (sha256) => set({ photos: typed.photos.filter((each) => each !== sha256) }) })}
      <label>${gettext("What is wrong")}<input type="text" name="title" maxlength="60" .value=${typed.title} @input=${read("title")} /></label>
      <label>${gettext("Sort")}<select name="category" .value=${typed.category} @change=${read("category")}><option value="">${gettext("Choose")}</option>${(given?.categories ?? []).map((each) => html`<option value=${each.code} ?selected=${each.code === typed.category}>${each.label}</option>`)}</select></label>
      <div class="fd-scale" role="group" aria-label=${gettext("How bad")}>${(given?.severities ?? []).map((each) => html`<button type="button" aria-pressed=${each.code === typed.severity} @click=${() => set({ severity: each.code })}>${each.label}</button>`)}</div>
      <label>${gettext("At which site")}<select name="site" .value=${typed.site} @change=${read("site")}><option value="">${gettext("At none of my sites")}</option>${Object.entries(given?.sites ?? {}).map(([id, site]) => html`<option value=${id} ?selected=${id === typed.site}>${site.name}</option>`)}</select></label>
      ${typed.site ? nothing : html`<label>${gettext("Where")}<input type="text" name="place" maxlength="120" placeholder=${gettext("Street and what stands there")} .value=${typed.place} @input=${read("place")} /></label>`}
      ${lacks ? html`<p class="fd-say warn" role="alert">${lacks}</p>` : nothing}
      ${handInButton(gettext("Hand in"), preparing(blank.id), () => void send(typed))}
      ${typed === blank || preparing(blank.id) ? nothing : throwAway(gettext("Throw this away"), () => void giveUp(blank))}
    </main>
    ${tabs("report")}`;
}

/** @param {ReportForm} typed */
async function send(typed) {
  lacks = missing(typed);
  changed();
  if (lacks) return;
  const { title, category, severity, count, site, place, photos } = typed;
  const work = /** @type {const} */ ({
    kind: "report",
    body: { title: title.trim(), category, severity, count, site: site || null, place: place.trim(), photos },
    photos,
    title: title.trim(),
    about: place.trim() || (state.package?.sites[site]?.name ?? ""),
    key: "",
    draft: blank.id,
  });
  await handIn(work, "#today");
}

/** @param {ReportForm} typed */
function missing(typed) {
  if (!typed.title.trim()) return gettext("Say what is wrong in a few words.");
  if (!typed.category) return gettext("Choose the sort of thing it is.");
  if (!typed.site && !typed.place.trim()) return gettext("Say where it is, or choose a site.");
  return "";
}
