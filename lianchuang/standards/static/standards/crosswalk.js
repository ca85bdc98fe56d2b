// @ts-check
/**
 * The crosswalk side by side: wires between requirements and measures, and the whole of it by keyboard.
 *
 * What stands where is in the page: items ([data-item], "r12" a requirement, "m3" a measure) in three columns
 * ([data-side]), and under each requirement its wires ([data-wire] names the other end). This draws the wires, moves
 * between items, and shows the pair that is looked at; all writing is done by the forms of the pair.
 */

const SVG = "http://www.w3.org/2000/svg";
const SIDES = ["left", "middle", "right"];
/** @type {Record<string, string>} */
const RELATION_KEYS = { "=": "equal", "<": "subset", ">": "superset", "&": "intersects" };

/** What is looked at: an item, the end it is paired with, the end that is held, and the pair the panel shows. */
const state = { at: "", partner: "", held: "", shown: "", pending: "" };
let timer = 0;

/** @typedef {{ from: HTMLElement, to: HTMLElement, sign: string, isSuggested: boolean, isReviewed: boolean, order: number }} Wire */

/** @returns {HTMLElement[]} */
function items() {
  return /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("#board [data-item]")));
}

/** @param {string} id @returns {HTMLElement | undefined} */
function item(id) {
  return items().find((one) => one.dataset.item === id);
}

/** @returns {Wire[]} */
function wires() {
  const byId = new Map(items().map((one) => [one.dataset.item, one]));
  return items().flatMap((from) => {
    const marks = from.dataset.side === "middle" ? [] : from.parentElement?.querySelectorAll("[data-wire]") ?? [];
    return Array.from(marks).flatMap((mark, order) => {
      const to = mark instanceof HTMLElement ? byId.get(mark.dataset.wire) : undefined;
      if (!(mark instanceof HTMLElement) || !to) return [];
      const { sign = "", suggested, reviewed } = mark.dataset;
      return [{ from, to, sign, isSuggested: suggested !== undefined, isReviewed: reviewed !== undefined, order }];
    });
  });
}

/** @param {HTMLElement} one @returns {HTMLElement[]} */
function linkedWith(one) {
  return wires().flatMap((wire) => (wire.from === one ? [wire.to] : wire.to === one ? [wire.from] : []));
}

// --- drawing --------------------------------------------------------------------------------------------------------

/** @param {string} name @param {Record<string, string | number>} attributes */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  return made;
}

/** @param {Element} board @param {HTMLElement} one @param {"left" | "right"} edge */
function port(board, one, edge) {
  const frame = board.getBoundingClientRect();
  const box = one.getBoundingClientRect();
  return { x: (edge === "left" ? box.left : box.right) - frame.left, y: box.top + box.height / 2 - frame.top };
}

/** @param {Element} board @param {Wire} wire */
function drawn(board, wire) {
  const fromLeft = wire.from.dataset.side === "left";
  const start = port(board, wire.from, fromLeft ? "right" : "left");
  const end = port(board, wire.to, fromLeft ? "left" : "right");
  const middle = (start.x + end.x) / 2;
  const group = shape("g", { class: "cw-line" });
  const ids = [wire.from.dataset.item, wire.to.dataset.item];
  if (ids.includes(state.at) && ids.includes(state.partner)) group.setAttribute("data-at", "");
  if (wire.isSuggested) group.setAttribute("data-suggested", "");
  if (!wire.isReviewed && !wire.isSuggested) group.setAttribute("data-waits", "");
  group.append(shape("path", { d: `M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}` }));
  for (const one of [start, end]) group.append(shape("circle", { class: "dot", cx: one.x, cy: one.y, r: 3.4 }));
  group.append(signOf(wire, start, end));
  return group;
}

/** The sign sits on the wire, nearer to its requirement, before a measure that it passes; several of one requirement stand one after the other.
 * @param {Wire} wire @param {{x: number, y: number}} start @param {{x: number, y: number}} end */
function signOf(wire, start, end) {
  const isDirect = wire.to.dataset.side !== "middle";
  const t = isDirect ? 0.15 : Math.min(0.8, 0.34 + 0.2 * wire.order);
  const u = 1 - t;
  const middle = (start.x + end.x) / 2;
  const x = u ** 3 * start.x + 3 * u * u * t * middle + 3 * u * t * t * middle + t ** 3 * end.x;
  const y = u ** 3 * start.y + 3 * u * u * t * start.y + 3 * u * t * t * end.y + t ** 3 * end.y;
  const sign = shape("g", { class: "cw-sign", transform: `translate(${x} ${y})` });
  sign.append(shape("circle", { r: wire.isSuggested ? 13 : 11 }));
  const words = shape("text", { y: 4.5, "text-anchor": "middle" });
  words.textContent = wire.isSuggested ? `${wire.sign}?` : wire.sign;
  sign.append(words);
  sign.addEventListener("click", () => choose(wire.from.dataset.item ?? "", wire.to.dataset.item ?? ""));
  return sign;
}

function draw() {
  const board = document.getElementById("board");
  const sheet = board?.querySelector("[data-wires]");
  if (!board || !sheet) return;
  sheet.setAttribute("width", `${board.clientWidth}`);
  sheet.setAttribute("height", `${board.clientHeight}`);
  const lines = wires().map((wire) => drawn(board, wire));
  lines.sort((one, two) => Number(one.hasAttribute("data-at")) - Number(two.hasAttribute("data-at")));
  sheet.replaceChildren(...lines);
}

// --- choosing -------------------------------------------------------------------------------------------------------

/** @param {string} id @param {string} [partner] */
function choose(id, partner) {
  const one = item(id);
  if (!one) return;
  state.at = id;
  const held = state.held ? item(state.held) : undefined;
  const across = held && held.dataset.side !== one.dataset.side ? state.held : "";
  state.partner = partner ?? (across || linkedWith(one)[0]?.dataset.item || "");
  mark();
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  clearTimeout(timer);
  timer = setTimeout(show, 120);
}

function mark() {
  for (const one of items()) {
    const id = one.dataset.item;
    one.tabIndex = id === state.at ? 0 : -1;
    one.toggleAttribute("data-at", id === state.at);
    one.toggleAttribute("data-partner", id === state.partner);
    one.toggleAttribute("data-held", id === state.held);
  }
  if (!item(state.at)) {
    const first = items()[0];
    if (first) first.tabIndex = 0;
  }
  draw();
}

/** The pair as the address of the panel asks for it; empty when there is no pair. */
function asked() {
  const ends = [item(state.at), item(state.partner)].filter((one) => one !== undefined);
  const order = ["left", "right", "middle"];
  ends.sort((one, two) => order.indexOf(one.dataset.side ?? "") - order.indexOf(two.dataset.side ?? ""));
  const [one, two] = ends;
  if (!one || !two || one.dataset.side === "middle") return "";
  const number = (/** @type {HTMLElement} */ each) => (each.dataset.item ?? "").slice(1);
  const query = new URLSearchParams({ requirement: number(one), beside: one.dataset.beside ?? "" });
  query.set(two.dataset.side === "middle" ? "measure" : "other", number(two));
  return query.toString();
}

function show() {
  const root = document.querySelector("[data-crosswalk]");
  const query = asked();
  if (!(root instanceof HTMLElement)) return;
  if (!query || query === state.shown) {
    if (query) act();
    return;
  }
  state.shown = query;
  const { htmx } = /** @type {any} */ (window);
  htmx.ajax("GET", `${root.dataset.pairUrl}?${query}`, { target: "#pair", swap: "outerHTML" });
}

// --- acting ---------------------------------------------------------------------------------------------------------

/** @param {string} what a relation, or "remove"; done at once, or when the panel shows the pair. */
function want(what) {
  state.pending = what;
  if (asked() === state.shown) act();
}

function act() {
  const what = state.pending;
  state.pending = "";
  const panel = document.getElementById("pair");
  if (!what || !panel) return;
  if (what === "remove") {
    const reason = panel.querySelector("[data-remove] input[name=reason]");
    const down = panel.querySelector("[data-turn-down]");
    if (reason instanceof HTMLElement) reason.focus();
    else if (down instanceof HTMLFormElement) down.requestSubmit();
    return;
  }
  const form = panel.querySelector("[data-set]");
  const choice = form?.querySelector(`input[name=relation][value=${what}]`);
  if (!(form instanceof HTMLFormElement) || !(choice instanceof HTMLInputElement)) return;
  choice.checked = true;
  form.requestSubmit();
  state.held = "";
}

// --- moving ---------------------------------------------------------------------------------------------------------

/** @param {HTMLElement[]} among @param {HTMLElement} one */
function nearest(among, one) {
  const y = (/** @type {HTMLElement} */ each) => each.getBoundingClientRect().top;
  return [...among].sort((a, b) => Math.abs(y(a) - y(one)) - Math.abs(y(b) - y(one)))[0];
}

/** @param {number} step */
function moveWithin(step) {
  const here = item(state.at) ?? items()[0];
  if (!here) return;
  const column = items().filter((one) => one.dataset.side === here.dataset.side);
  const next = item(state.at) ? column[column.indexOf(here) + step] : here;
  if (next) choose(next.dataset.item ?? "");
}

/** Sideways to the end it is linked with; when it is linked with none there, or an end is held, to the nearest.
 * @param {number} step */
function moveAcross(step) {
  const here = item(state.at);
  if (!here) return moveWithin(0);
  const wanted = SIDES.slice(...(step > 0 ? [SIDES.indexOf(here.dataset.side ?? "") + 1] : [0, SIDES.indexOf(here.dataset.side ?? "")]));
  const linked = state.held ? undefined : linkedWith(here).find((one) => wanted.includes(one.dataset.side ?? ""));
  const beside = items().filter((one) => one.dataset.side === (step > 0 ? wanted[0] : wanted.at(-1)));
  const next = linked ?? nearest(beside, here);
  if (!next) return;
  choose(next.dataset.item ?? "", linked ? here.dataset.item : undefined);
}

function nextWire() {
  const here = item(state.at);
  if (!here) return;
  const ends = linkedWith(here).map((one) => one.dataset.item ?? "");
  choose(state.at, ends[(ends.indexOf(state.partner) + 1) % ends.length]);
}

function hold() {
  state.held = state.held === state.at ? "" : state.at;
  mark();
}

/** @param {string} side */
function search(side) {
  const field = document.querySelector(`[data-search=${side}]`);
  if (field instanceof HTMLInputElement) field.select();
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowUp: () => moveWithin(-1),
  ArrowDown: () => moveWithin(1),
  ArrowLeft: () => moveAcross(-1),
  ArrowRight: () => moveAcross(1),
  Enter: nextWire,
  " ": hold,
  Escape: () => {
    state.held = "";
    mark();
  },
  Delete: () => want("remove"),
  "/": () => search("left"),
  "?": () => search("right"),
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
  if (target.closest("input, select, textarea")) {
    if (event.key === "Escape" && target.closest("#pair")) choose(state.at, state.partner);
    return;
  }
  if (target.closest("a, button, summary") && !target.closest("[data-item]") && [" ", "Enter"].includes(event.key)) return;
  const relation = RELATION_KEYS[event.key];
  const deed = relation ? () => want(relation) : KEYS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
  const one = event.target.closest("#board [data-item]");
  if (!(one instanceof HTMLElement) || getComputedStyle(one).getPropertyValue("--cw-wired").trim() !== "1") return;
  event.preventDefault();
  const id = one.dataset.item ?? "";
  choose(id);
  if (!state.held && !linkedWith(one).length) hold();
}

// --- beginning ------------------------------------------------------------------------------------------------------

/** After the board came anew the eye stays where it was; after a search it goes to what was found. */
function settle() {
  const found = document.querySelector("#board [data-found]");
  const isFree = document.activeElement === document.body || document.activeElement === null;
  if (!item(state.at) && found instanceof HTMLElement) return choose(found.dataset.item ?? "");
  mark();
  if (isFree) item(state.at)?.focus({ preventScroll: true });
  return undefined;
}

function begin() {
  if (!document.querySelector("[data-crosswalk]")) return;
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", clicked);
  document.addEventListener("change", (event) => {
    const one = event.target;
    if (one instanceof HTMLSelectElement && one.form?.matches("[role=search]")) one.form.requestSubmit();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const isPanel = event.target instanceof Element && event.target.id === "pair";
    if (isPanel) act();
    settle();
  });
  new ResizeObserver(draw).observe(document.body);
  const pair = new URLSearchParams(location.search);
  const requirement = pair.get("requirement");
  if (requirement) {
    state.at = `r${requirement}`;
    state.partner = pair.get("measure") ? `m${pair.get("measure")}` : `r${pair.get("other")}`;
    state.shown = asked();
  }
  settle();
}

begin();
