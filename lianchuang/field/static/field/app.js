// @ts-check
// The field app: opens from the phone alone, draws the page that the address names, sends when it can.

import { html, render } from "../lit/lit-html.js";
import { showSite } from "./checklist.js";
import { considerUpdate, settleIn } from "./device.js";
import { showMine } from "./mine.js";
import { NoAnswer, session } from "./net.js";
import { empty, sayings, signInAddress } from "./parts.js";
import { showReport } from "./report.js";
import { changed, state, whenChanged } from "./state.js";
import { lastPerson, openFor, rememberPerson } from "./store.js";
import { sync } from "./sync.js";
import { showSync } from "./syncing.js";
import { showToday } from "./today.js";
import { showVerification, showVerifications } from "./verify.js";
import { gettext, loadWords } from "./words.js";

const root = /** @type {HTMLElement} */ (document.getElementById("field"));

function page() {
  const [name, first, second] = location.hash.slice(1).split("/");
  if (state.person === null) return nobody();
  if (name === "site" && first && second) return showSite(first, second);
  if (name === "verify" && first) return showVerification(first);
  const pages = { verify: showVerifications, report: showReport, sync: showSync, mine: showMine };
  return (pages[/** @type {keyof typeof pages} */ (name)] ?? showToday)();
}

function nobody() {
  if (state.isLoading) return html``;
  return html`${sayings()}${empty(
    state.isOffline ? gettext("Nobody has signed in on this phone yet, and there is no signal. Sign in once where there is signal.") : gettext("Please sign in."),
    html`<a class="fd-btn" href=${signInAddress()}>${gettext("Sign in")}</a>`,
  )}`;
}

/** Browsers keep nothing and hash nothing on a plain http address: better to say so than to lose work. */
function insecure() {
  return empty(
    gettext("This address is not HTTPS, so the browser allows no work without signal here. Ask the campaign office for the HTTPS address."),
    html`<a class="fd-btn" href=${root.dataset["today"] ?? "/"}>${gettext("The same without this app")}</a>`,
  );
}

function draw() {
  render(page(), root);
  considerUpdate();
}

/** Somebody known to this phone comes first, so that it opens without signal; then the server is asked who it is. */
async function enter() {
  const known = await lastPerson();
  if (known) await openFor(known);
  try {
    const told = await session();
    if (told === null) {
      state.session = "gone";
    } else {
      if (!localStorage.getItem("field.language")) await loadWords(told.language);
      if (known?.id !== told.person.id) await openFor(told.person);
      await rememberPerson(told.person);
      state.session = "here";
    }
  } catch (fault) {
    if (!(fault instanceof NoAnswer)) throw fault;
  }
  state.isLoading = false;
  changed();
  if (state.session === "gone" && state.person === null) location.assign(signInAddress());
  await sync({ refresh: true });
}

async function start() {
  const theme = localStorage.getItem("field.theme");
  if (theme) document.documentElement.dataset["bsTheme"] = theme;
  for (const each of document.querySelectorAll("[data-icon]")) {
    const drawing = each.querySelector("svg");
    if (drawing) drawing.id = `i-${each.getAttribute("data-icon")}`;
  }
  whenChanged(draw);
  window.addEventListener("hashchange", () => {
    if (!["", "#today", "#verify"].includes(location.hash)) state.notice = "";
    scrollTo(0, 0);
    draw();
  });
  await loadWords(localStorage.getItem("field.language") ?? document.documentElement.lang);
  if (!window.isSecureContext) {
    render(insecure(), root);
    return;
  }
  draw();
  await Promise.all([enter(), settleIn()]);
}

void start();
