// @ts-check
/** Menus are <details class="menu">: they open without script; this closes them again. */

/** Close every open menu that does not hold `within`. @param {EventTarget | null} within */
function closeOthers(within) {
  for (const menu of document.querySelectorAll("details.menu[open], .tabs > details[open]")) {
    if (menu instanceof HTMLDetailsElement && !(within instanceof Node && menu.contains(within))) menu.open = false;
  }
}

/** Let a click elsewhere or Escape close menus. */
export function closingMenus() {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open], .tabs > details[open]");
    closeOthers(null);
    open?.querySelector("summary")?.focus();
  });
}
