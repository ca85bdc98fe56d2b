// @ts-check
/** Lists by keyboard ([data-list-keys]): j and k move, space marks, enter opens, / goes to the search field. */

/** @param {Element} list @returns {HTMLElement[]} */
function rows(list) {
  return Array.from(list.querySelectorAll("[data-row]")).filter((one) => one instanceof HTMLElement);
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** @param {HTMLElement[]} all @param {number} step */
function move(all, step) {
  const here = all.findIndex((row) => "at" in row.dataset);
  const next = all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + step))];
  if (!next) return;
  for (const row of all) delete row.dataset.at;
  next.dataset.at = "";
  next.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} row @param {"mark" | "open"} what */
function act(row, what) {
  if (what === "open") {
    row.querySelector("a")?.click();
    return;
  }
  const box = row.querySelector("input[type=checkbox]");
  if (box instanceof HTMLInputElement) box.click();
}

/** @param {Element} list */
export function listKeys(list) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const all = rows(list);
    const at = all.find((row) => "at" in row.dataset);
    const search = document.querySelector("[data-search]");
    const onControl = event.target instanceof Element && event.target.closest("a, button, summary") !== null;
    if (event.key === "j") move(all, 1);
    else if (event.key === "k") move(all, -1);
    else if (event.key === " " && at && !onControl) act(at, "mark");
    else if (event.key === "Enter" && at && !onControl) act(at, "open");
    else if (event.key === "/" && search instanceof HTMLElement) search.focus();
    else return;
    event.preventDefault();
  });
}

for (const list of document.querySelectorAll("[data-list-keys]")) listKeys(list);
