// @ts-check
// Who works here, language and theme, a new version, signing out.

import { html, nothing } from "../lit/lit-html.js";
import { updateNow } from "./device.js";
import { NoAnswer, ask } from "./net.js";
import { head, icon, sayings, tabs } from "./parts.js";
import { begun, changed, setTrouble, state, unsent } from "./state.js";
import { forget } from "./store.js";
import { learnSession } from "./sync.js";
import { counted, fill, gettext, loadWords, ngettext } from "./words.js";

let asks = false;

export function showMine() {
  const post = state.package?.post.name ?? "";
  const waits = unsent() + begun();
  return html`${head(state.person?.name ?? gettext("Me"), post)}${sayings()}
    <main id="main" class="fd-form">
      ${state.updateWaits ? update() : nothing}
      ${state.unsentOfOthers ? html`<p class="fd-say">${icon("users")}<span>${fill(gettext("Unsent work of somebody else lies on this phone: %(count)s. It is sent when they sign in here."), { count: state.unsentOfOthers })}</span></p>` : nothing}
      <div class="fd-scale" role="group" aria-label=${gettext("Language")}>${choice("zh-hans", "中文", language(), setLanguage)}${choice("en", "English", language(), setLanguage)}</div>
      <div class="fd-scale" role="group" aria-label=${gettext("Theme")}>${choice("light", gettext("Light"), theme(), setTheme)}${choice("dark", gettext("Dark"), theme(), setTheme)}</div>
      <a class="fd-btn alt" href=${address("today")}>${gettext("The same without this app")}</a>
      <a class="fd-btn alt" href=${address("home")}>${gettext("To the desk pages")}</a>
      ${asks ? question(waits) : html`<button type="button" class="fd-btn alt" data-sign-out @click=${() => (waits ? askFirst(true) : void signOut())}>${icon("logout")}${gettext("Sign out")}</button>`}
    </main>
    ${tabs("mine")}`;
}

/** @param {string} name */
function address(name) {
  return document.getElementById("field")?.dataset[name] ?? "/";
}

function update() {
  return html`<section class="fd-say">${icon("download")}<span>${gettext("A new version is here. It waits until everything is sent; taken now, your work stays on the phone too.")} <button type="button" class="fd-link" ?disabled=${state.preparing.size > 0} @click=${updateNow}>${gettext("Take it now")}</button></span></section>`;
}

/** @param {string} value @param {string} words @param {string} now @param {(value: string) => Promise<void>} choose */
function choice(value, words, now, choose) {
  return html`<button type="button" aria-pressed=${value === now} @click=${() => void choose(value)}>${words}</button>`;
}

function language() {
  return document.documentElement.lang === "en" ? "en" : "zh-hans";
}

function theme() {
  return document.documentElement.dataset["bsTheme"] ?? "light";
}

/** @param {string} value */
async function setLanguage(value) {
  localStorage.setItem("field.language", value);
  await loadWords(value);
  changed();
  await tell(address("language"), { language: value });
}

/** @param {string} value */
async function setTheme(value) {
  localStorage.setItem("field.theme", value);
  document.documentElement.dataset["bsTheme"] = value;
  changed();
}

/** Whether the server has heard it. @param {string} path @param {Record<string, string>} values */
async function tell(path, values) {
  try {
    const said = await ask(path, { method: "POST", body: new URLSearchParams(values) });
    return said.status < 400;
  } catch (fault) {
    if (fault instanceof NoAnswer) return false;
    throw fault;
  }
}

/** @param {boolean} is */
function askFirst(is) {
  asks = is;
  changed();
}

/** @param {number} waits */
function question(waits) {
  const words = counted(ngettext("%(count)s piece of work is not with the server yet.", "%(count)s pieces of work are not with the server yet.", waits), waits);
  return html`<section class="fd-ask" role="alertdialog" aria-label=${gettext("Sign out")}><p><b>${words}</b> ${gettext("Signed out, it stays on this phone and is sent when you sign in here again; nobody else sees it.")}</p>
    <button type="button" class="fd-btn" @click=${() => askFirst(false)}>${gettext("Stay and send first")}</button>
    <button type="button" class="fd-btn alt" data-sign-out-anyway ?disabled=${state.preparing.size > 0} @click=${() => void signOut()}>${gettext("Sign out all the same")}</button></section>`;
}

/** Whether the server holds this person's session no more. Opened without signal the phone does not know whether it does. */
async function leftServer() {
  try {
    if (state.session === "here" || state.session === "unknown") await learnSession();
  } catch (fault) {
    if (fault instanceof NoAnswer) return false;
    throw fault;
  }
  return state.session !== "here" || tell(address("signOut"), {});
}

async function signOut() {
  if (!(await leftServer())) {
    setTrouble(gettext("Signing out needs signal. Nothing was changed."));
    return;
  }
  asks = false;
  await forget();
  location.assign(address("signIn"));
}
