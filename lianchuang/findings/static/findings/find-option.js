// @ts-check
/** Long selects ([data-find-option]) get a field above them: what is typed leaves the options that hold it. */

const ENOUGH = 25;

/** @param {HTMLSelectElement} select @param {string} words */
function narrow(select, words) {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let first = "";
  for (const option of select.options) {
    const group = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : "";
    const text = `${group} ${option.text}`.toLowerCase();
    const fits = option.value === "" || wanted.every((word) => text.includes(word));
    option.hidden = !fits;
    option.disabled = !fits;
    if (fits && option.value !== "" && first === "") first = option.value;
  }
  for (const group of select.querySelectorAll("optgroup")) {
    group.hidden = Array.from(group.children).every((one) => one instanceof HTMLOptionElement && one.hidden);
  }
  if (wanted.length > 0) select.value = first;
}

/** @param {HTMLSelectElement} select */
function addField(select) {
  if (select.options.length < ENOUGH) return;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "fd-find";
  field.setAttribute("aria-label", select.dataset.findOption ?? "");
  field.setAttribute("aria-controls", select.id);
  field.placeholder = select.dataset.findOption ?? "";
  field.addEventListener("input", () => narrow(select, field.value));
  select.before(field);
}

for (const select of document.querySelectorAll("select[data-find-option]")) {
  if (select instanceof HTMLSelectElement) addField(select);
}
