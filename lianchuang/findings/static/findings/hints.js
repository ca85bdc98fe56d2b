// @ts-check
/** Hints come after the page: what they bring to compare is made to slide, like that of the page itself. */

import { compare } from "../common/compare.js";

document.body.addEventListener("htmx:afterSwap", (event) => {
  const { target } = event;
  const part = target instanceof Element && target.isConnected ? target : document;
  for (const figure of part.querySelectorAll(".fd-hints [data-compare]")) {
    if (!(figure instanceof HTMLElement) || figure.dataset.ready) continue;
    figure.dataset.ready = "yes";
    compare(figure);
  }
});
