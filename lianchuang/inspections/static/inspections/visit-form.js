// @ts-check
/**
 * The checklist as a walk: one part of the site at a time, counts by − and +, what is fine by one button. What was typed
 * is kept on the phone until the visit has arrived; a failed network leaves everything where it is.
 */

import { forget, keep, kept } from "./visit-kept.js";
import { addKept, photosOf, waiting } from "./visit-photos.js";

/** @template {Element} T @param {ParentNode} root @param {string} selector @returns {T[]} */
const all = (root, selector) => /** @type {T[]} */ (Array.from(root.querySelectorAll(selector)));

/** @param {HTMLElement} item @returns {HTMLInputElement[]} */
const radios = (item) => all(item, "input[type=radio]");

/** @param {HTMLElement} item @returns {number | null} */
function countOf(item) {
  const chosen = radios(item).find((one) => one.checked);
  return chosen ? Number(chosen.value) : null;
}

/** @param {HTMLElement} item */
function isAbsent(item) {
  const box = item.querySelector("input[name^='na-']");
  return box instanceof HTMLInputElement && box.checked;
}

/** @param {HTMLElement} item @param {number} number */
function setCount(item, number) {
  const chosen = radios(item).find((one) => Number(one.value) === number);
  if (chosen) chosen.checked = true;
  const absent = item.querySelector("input[name^='na-']");
  if (absent instanceof HTMLInputElement) absent.checked = false;
}

/** Show an item as it stands. @param {HTMLElement} item */
function draw(item) {
  const count = countOf(item);
  item.dataset.state = isAbsent(item) ? "na" : count === null ? "todo" : count ? "bad" : "ok";
  for (const place of all(item, "[data-number], [data-count]")) place.textContent = String(count ?? 0);
  for (const made of /** @type {HTMLElement[]} */ (all(item, "[data-made]"))) made.hidden = made.dataset.made !== String(count) || isAbsent(item);
}

class Walk {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.key = form.dataset.visit ?? "";
    /** @type {HTMLElement[]} */
    this.zones = all(form, "[data-zone]");
    /** @type {HTMLElement[]} */
    this.items = all(form, "[data-item]");
    this.here = 0;
    this.isSending = false;
  }

  start() {
    document.body.classList.add("iv-scripted");
    for (const part of /** @type {HTMLElement[]} */ (all(this.form, "[data-plain]"))) part.remove();
    for (const part of /** @type {HTMLElement[]} */ (all(this.form, "[data-scripted]"))) part.hidden = false;
    for (const item of this.items) this.prepare(item);
    const faulty = this.zones.findIndex((zone) => zone.querySelector(".errorlist"));
    if (faulty < 0) this.restore();
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("input", () => this.save());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.go();
    });
    this.button("[data-skip]")?.addEventListener("click", () => this.show((this.here + 1) % this.zones.length));
    all(this.form, "[data-tab]").forEach((tab, index) =>
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        this.show(index);
      }),
    );
    this.show(faulty < 0 ? Math.max(0, this.zones.findIndex((zone) => this.todo(zone).length)) : faulty);
  }

  /** @param {HTMLElement} item */
  prepare(item) {
    photosOf(this.form, item, () => this.changed());
    const most = Math.max(...radios(item).map((one) => Number(one.value)));
    const step = (/** @type {number} */ by) => {
      setCount(item, Math.min(most, Math.max(0, (countOf(item) ?? 0) + by)));
      this.changed();
    };
    item.querySelector("[data-less]")?.addEventListener("click", () => step(-1));
    item.querySelector("[data-more]")?.addEventListener("click", () => step(1));
  }

  /** @param {string} selector @returns {HTMLButtonElement | null} */
  button(selector) {
    return this.form.querySelector(selector);
  }

  /** The items of a part nobody has answered. @param {HTMLElement} zone @returns {HTMLElement[]} */
  todo(zone) {
    return /** @type {HTMLElement[]} */ (all(zone, "[data-item]")).filter((item) => countOf(item) === null && !isAbsent(item));
  }

  /** @param {number} index */
  show(index) {
    this.here = index;
    this.zones.forEach((zone, number) => (zone.hidden = number !== index));
    all(this.form, "[data-tab]").forEach((tab, number) => (number === index ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current")));
    this.drawAll();
    window.scrollTo({ top: 0 });
  }

  changed() {
    this.drawAll();
    this.save();
  }

  drawAll() {
    this.items.forEach(draw);
    const left = this.zones.map((zone) => this.todo(zone).length);
    all(this.form, "[data-n]").forEach((place, index) => {
      const zone = this.zones[index];
      if (zone) place.textContent = String(all(zone, "[data-item]").length - (left[index] ?? 0));
    });
    const total = left.reduce((sum, one) => sum + one, 0);
    this.put("[data-done]", this.items.length - total);
    this.put("[data-wrong]", this.items.filter((item) => item.dataset.state === "bad").length);
    const here = left[this.here] ?? 0;
    const words = this.form.dataset;
    const go = this.button("[data-go]");
    const skip = this.button("[data-skip]");
    if (skip) skip.hidden = this.zones.length < 2 || (here === 0 && total > 0) || total === 0;
    if (!go || this.isSending) return;
    const next = this.nextZone(left);
    if (here) go.textContent = (words.restWords ?? "").replace("{zone}", this.zones[this.here]?.dataset.name ?? "").replace("{n}", String(here));
    else if (next !== null) go.textContent = (words.nextWords ?? "").replace("{zone}", this.zones[next]?.dataset.name ?? "");
    else go.textContent = words.sendWords ?? "";
  }

  /** @param {string} selector @param {number} value */
  put(selector, value) {
    const place = document.querySelector(selector);
    if (place) place.textContent = String(value);
  }

  /** @param {number[]} left @returns {number | null} */
  nextZone(left) {
    const after = left.findIndex((number, index) => index > this.here && number > 0);
    const any = after < 0 ? left.findIndex((number) => number > 0) : after;
    return any < 0 ? null : any;
  }

  /** What the big button does: the rest is fine, then the next part, then hand in. */
  async go() {
    const zone = this.zones[this.here];
    const rest = zone ? this.todo(zone) : [];
    if (rest.length) {
      for (const item of rest) setCount(item, 0);
      for (const item of rest) if (item instanceof HTMLDetailsElement) item.open = false;
      this.changed();
      return;
    }
    const next = this.nextZone(this.zones.map((one) => this.todo(one).length));
    if (next === null) await this.send();
    else this.show(next);
  }

  async send() {
    const go = this.button("[data-go]");
    if (!go || this.isSending) return;
    this.isSending = true;
    go.textContent = this.form.dataset.sendingWords ?? "";
    const body = new FormData(this.form);
    for (const [item, files] of waiting) for (const file of files) body.append(`photos-${item}`, file);
    try {
      const answer = await fetch(location.href, { method: "POST", body });
      this.isSending = false;
      const place = new URL(answer.url);
      if (answer.ok && place.pathname.includes("/visits/")) {
        forget(this.key);
        location.assign(answer.url);
      } else if (answer.ok) this.say(this.form.dataset.signedOutWords ?? "");
      else await this.refused(answer);
    } catch {
      this.isSending = false;
      this.say(this.form.dataset.failedWords ?? "");
    }
    this.drawAll();
  }

  /** The form comes back with its faults (422), or a page says why not. @param {Response} answer */
  async refused(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("form[data-visit]");
    if (answer.status === 422 && form instanceof HTMLFormElement) {
      waiting.clear();
      this.form.replaceWith(document.importNode(form, true));
      begin();
      window.scrollTo({ top: 0 });
      return;
    }
    const said = page.querySelector("[role=alert]");
    this.say(said?.textContent?.trim() || (this.form.dataset.failedWords ?? ""));
  }

  /** @param {string} words */
  say(words) {
    const place = this.form.querySelector("[data-said]");
    if (!(place instanceof HTMLElement)) return;
    place.hidden = false;
    place.textContent = words;
    window.scrollTo({ top: 0 });
  }

  save() {
    /** @type {Record<string, string[]>} */
    const values = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") (values[name] ??= []).push(value);
    }
    const mark = document.querySelector("[data-kept]");
    if (mark instanceof HTMLElement) mark.hidden = !keep(this.key, values);
  }

  /** Put back what the phone kept of an unfinished visit. */
  restore() {
    const found = kept(this.key);
    if (!found) return;
    for (const control of Array.from(this.form.elements)) {
      if (control instanceof HTMLTextAreaElement) control.value = found.values[control.name]?.[0] ?? control.value;
      if (!(control instanceof HTMLInputElement) || control.type === "file") continue;
      const held = found.values[control.name];
      if (control.type === "radio" || control.type === "checkbox") control.checked = held?.includes(control.value) ?? false;
      else if (held && control.name !== "csrfmiddlewaretoken") control.value = held[0] ?? "";
    }
    for (const item of this.items) {
      const place = item.querySelector("[data-photos]");
      const key = item.dataset.item ?? "";
      for (const token of found.values[`kept-${key}`] ?? []) {
        if (place instanceof HTMLElement) addKept(this.form, place, key, token, (this.form.dataset.photo ?? "").replace("TOKEN", token), () => this.changed());
      }
      if (item instanceof HTMLDetailsElement) item.open = (countOf(item) ?? 0) > 0;
    }
    const mark = document.querySelector("[data-kept]");
    if (mark instanceof HTMLElement) mark.hidden = false;
  }
}

function begin() {
  const form = document.querySelector("form[data-visit]");
  if (form instanceof HTMLFormElement) new Walk(form).start();
}

begin();
