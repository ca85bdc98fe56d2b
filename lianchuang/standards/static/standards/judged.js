// @ts-check
/** A requirement's form shows only the figures that its scoring and its window need ([data-judged]). */

/** @type {Record<string, string[]>} */
const NEEDED = {
  threshold: ["op", "value", "unit", "unit_en"],
  "threshold between": ["op", "value", "upper", "unit", "unit_en"],
  "threshold improving": ["op"],
  "threshold improving lower": ["op"],
  steps: ["step", "of"],
  bonus: ["step", "of"],
  deduction: ["step", "of"],
  graded: ["shares"],
  months: ["length"],
  years: ["length"],
  each_year: ["length"],
  weights: ["length", "weights"],
};
const ALWAYS = ["form", "span", "points", "is_veto", "method"];

/** @param {Element} set @param {string} name */
function chosen(set, name) {
  const field = set.querySelector(`[name="${name}"]`);
  return field instanceof HTMLSelectElement ? field.value : "";
}

/** @param {Element} set */
function fit(set) {
  const form = chosen(set, "form");
  const shown = new Set([
    ...ALWAYS,
    ...(NEEDED[`${form} ${chosen(set, "op")}`] ?? NEEDED[form] ?? []),
    ...(NEEDED[chosen(set, "span")] ?? []),
  ]);
  for (const item of set.querySelectorAll(".item")) {
    const field = item.querySelector("[name]");
    const isWrong = item.querySelector(".errorlist") !== null;
    if (item instanceof HTMLElement && field) item.hidden = !isWrong && !shown.has(field.getAttribute("name") ?? "");
  }
}

function fitAll() {
  for (const set of document.querySelectorAll("[data-judged]")) fit(set);
}

document.addEventListener("change", (event) => {
  const set = event.target instanceof Element ? event.target.closest("[data-judged]") : null;
  if (set) fit(set);
});
document.addEventListener("htmx:afterSettle", fitAll);
fitAll();
