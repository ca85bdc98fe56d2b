// @ts-check
/** The page of a finding: of several pairs of photos one is large ([data-show-pair] chooses; without script all are), and print. */

const pairs = Array.from(document.querySelectorAll("[data-pair]"));

/** @param {string} number */
function show(number) {
  for (const pair of pairs) if (pair instanceof HTMLElement) pair.hidden = pair.id !== `pair-${number}`;
  for (const link of document.querySelectorAll("[data-show-pair]")) {
    if (link instanceof HTMLElement) link.classList.toggle("sel", link.dataset.showPair === number);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-show-pair]") : null;
  if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  show(link.dataset.showPair ?? "1");
});

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
if (pairs.length > 0) show("1");
