// @ts-check
/** Ticked rows of a list ([data-ticks]): how many, and all at once. htmx may replace the list, so one listener hears all. */

/** @param {Element} form @returns {HTMLInputElement[]} */
function boxes(form) {
  return Array.from(form.querySelectorAll("input[name=rows]")).filter((one) => one instanceof HTMLInputElement);
}

/** @param {Element} form */
function tell(form) {
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked);
  const told = form.querySelector("[data-ticked]");
  const untold = form.querySelector("[data-untold]");
  if (told instanceof HTMLElement && untold instanceof HTMLElement) {
    told.hidden = ticked.length === 0;
    told.textContent = `✓ ${ticked.length}`;
    untold.hidden = ticked.length > 0;
  }
  for (const box of all) box.closest("tr")?.classList.toggle("sel", box.checked);
  const every = form.querySelector("[data-tick-all]");
  if (every instanceof HTMLInputElement) {
    every.checked = ticked.length > 0 && ticked.length === all.length;
    every.indeterminate = ticked.length > 0 && ticked.length < all.length;
  }
}

/** On a phone the filters are folded away until they are asked for. */
function foldFilters() {
  if (!matchMedia("(max-width: 767px)").matches) return;
  for (const fold of document.querySelectorAll(".fd-fold")) if (fold instanceof HTMLDetailsElement) fold.open = false;
}

function prepare() {
  foldFilters();
  for (const form of document.querySelectorAll("[data-ticks]")) {
    const every = form.querySelector("[data-tick-all]");
    if (every instanceof HTMLElement) every.hidden = false;
    tell(form);
  }
}

document.addEventListener("change", (event) => {
  const box = event.target;
  const form = box instanceof Element ? box.closest("[data-ticks]") : null;
  if (!(box instanceof HTMLInputElement) || !form) return;
  if ("tickAll" in box.dataset) for (const one of boxes(form)) one.checked = box.checked;
  tell(form);
});
document.addEventListener("htmx:afterSwap", prepare);
prepare();
