// @ts-check
/** What every page needs: menus that close, forms that keep what was typed, the theme switch, htmx's token. */

import { keepForms } from "./form-keep.js";
import { closingMenus } from "./menu.js";

/** Without a chosen theme the switch must offer the opposite of what the system shows. */
function themeSwitch() {
  const root = document.documentElement;
  if (!("followsSystem" in root.dataset)) return;
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    if (button instanceof HTMLButtonElement && root.dataset.bsTheme === "dark") button.value = "light";
  }
}

/** The CSRF token goes with each request of htmx; it stands in any form of the page. */
function htmxToken() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    const detail = /** @type {CustomEvent<{ headers: Record<string, string> }>} */ (event).detail;
    if (token instanceof HTMLInputElement) detail.headers["X-CSRFToken"] = token.value;
  });
}

/** Where tabs are wider than the screen, the one that is open stands in sight. */
function openTabInSight() {
  for (const row of document.querySelectorAll(".views, .seg")) {
    const open = row.querySelector("[aria-current]");
    if (!(row instanceof HTMLElement && open instanceof HTMLElement) || row.scrollWidth <= row.clientWidth) continue;
    row.scrollLeft = open.offsetLeft - row.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
  }
}

/** What a part announces ([data-say]) is read out after htmx has put it in. */
function announce() {
  const place = document.querySelector("[data-announce]");
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const target = event.target;
    const said = target instanceof Element ? target.querySelector("[data-say]") : null;
    if (place && said) place.textContent = said.textContent;
  });
}

themeSwitch();
openTabInSight();
htmxToken();
announce();
closingMenus();
keepForms();
