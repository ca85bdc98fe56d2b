// @ts-check
/**
 * Before and after ([data-compare]): slide, side by side, or one over the other.
 * Markup: figure[data-compare] > .lc-compare[data-mode=beside] > img + img + button.cut[hidden] + .tag + .tag.after,
 * and .compare-tools[hidden] > .seg > button[data-mode]. Without script both photos stand side by side.
 */

/** @param {HTMLElement} frame @param {number} share 0 to 100 */
function cut(frame, share) {
  const value = Math.max(0, Math.min(100, share));
  frame.dataset.share = String(value);
  frame.style.setProperty("--cut", `${value}%`);
  frame.style.setProperty("--mix", String(value / 100));
  const handle = frame.querySelector(".cut");
  handle?.setAttribute("aria-valuenow", String(Math.round(value)));
}

/** @param {HTMLElement} figure @param {HTMLElement} frame @param {string} mode */
function choose(figure, frame, mode) {
  frame.dataset.mode = mode;
  for (const button of figure.querySelectorAll("button[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-mode") === mode));
  }
  const handle = frame.querySelector(".cut");
  if (handle instanceof HTMLElement) handle.hidden = mode !== "slide";
}

/** @param {HTMLElement} frame */
function drag(frame) {
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    cut(frame, (100 * (event.clientX - box.left)) / box.width);
  };
  frame.addEventListener("pointerdown", (event) => {
    if (frame.dataset.mode === "beside") return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    follow(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) follow(event);
  });
}

/** @param {HTMLElement} frame */
function keys(frame) {
  const handle = frame.querySelector(".cut");
  if (!(handle instanceof HTMLElement)) return;
  handle.setAttribute("role", "slider");
  handle.setAttribute("aria-valuemin", "0");
  handle.setAttribute("aria-valuemax", "100");
  handle.addEventListener("keydown", (event) => {
    const here = Number(frame.dataset.share ?? "50");
    /** @type {Record<string, number>} */
    const to = { ArrowLeft: here - 5, ArrowRight: here + 5, Home: 0, End: 100 };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    cut(frame, next);
  });
}

/** @param {HTMLElement} figure */
export function compare(figure) {
  const frame = figure.querySelector(".lc-compare");
  const tools = figure.querySelector(".compare-tools");
  if (!(frame instanceof HTMLElement)) return;
  if (tools instanceof HTMLElement) tools.hidden = false;
  for (const button of figure.querySelectorAll("button[data-mode]")) {
    button.addEventListener("click", () => choose(figure, frame, button.getAttribute("data-mode") ?? "slide"));
  }
  drag(frame);
  keys(frame);
  cut(frame, 50);
  choose(figure, frame, "slide");
}

/** Those on the page, and those that come later with a part of it. */
function all() {
  for (const figure of document.querySelectorAll("[data-compare]")) {
    if (!(figure instanceof HTMLElement) || figure.dataset.ready) continue;
    figure.dataset.ready = "yes";
    compare(figure);
  }
}

all();
document.addEventListener("htmx:afterSettle", all);
