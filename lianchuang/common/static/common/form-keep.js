// @ts-check
/** Half-filled forms ([data-keep]) survive a reload and a failed network: what was typed is kept in this tab. */

const PREFIX = "lc-form:";
const NEVER = new Set(["password", "file", "hidden", "submit", "button"]);

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {HTMLFormElement} form @returns {Control[]} */
function controls(form) {
  return Array.from(form.elements).filter(
    /** @returns {one is Control} */
    (one) =>
      (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
      one.name !== "" &&
      !NEVER.has(one.type),
  );
}

/** @param {HTMLFormElement} form */
function keyOf(form) {
  const number = Array.from(document.querySelectorAll("form[data-keep]")).indexOf(form);
  return `${PREFIX}${location.pathname}#${form.getAttribute("action") ?? ""}#${number}`;
}

/** @param {Control} control @returns {string | string[] | boolean} */
function valueOf(control) {
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) return control.checked;
  if (control instanceof HTMLSelectElement && control.multiple) return Array.from(control.selectedOptions, (one) => one.value);
  return control.value;
}

/** @param {Control} control @param {unknown} value */
function put(control, value) {
  if (control instanceof HTMLInputElement && typeof value === "boolean") control.checked = value;
  else if (control instanceof HTMLSelectElement && Array.isArray(value)) {
    for (const option of control.options) option.selected = value.includes(option.value);
  } else if (typeof value === "string") control.value = value;
}

/** @param {HTMLFormElement} form */
function save(form) {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(controls(form).map((one) => [one.name, valueOf(one)])));
  } catch {
    // storage is full or switched off: the form works without it
  }
}

/** Put back what was kept, unless the server sent the form back with what was typed. @param {HTMLFormElement} form */
function restore(form) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (kept === null || form.querySelector(".errorlist, .faults")) return;
  /** @type {[string, unknown][]} */
  const values = JSON.parse(kept);
  const all = controls(form);
  values.forEach(([name, value], index) => {
    const control = all[index];
    if (control && control.name === name) put(control, value);
  });
}

/** Keep every form of the page that asks for it. What was sent is forgotten when the next page has come. */
export function keepForms() {
  const sent = sessionStorage.getItem(`${PREFIX}sent`);
  const failed = document.querySelector("form[data-keep] .errorlist, form[data-keep] .faults");
  if (sent && !failed) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(`${PREFIX}sent`);
  for (const form of document.querySelectorAll("form[data-keep]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    restore(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("change", () => save(form));
    form.addEventListener("submit", () => sessionStorage.setItem(`${PREFIX}sent`, keyOf(form)));
  }
}
