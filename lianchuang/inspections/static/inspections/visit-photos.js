// @ts-check
/** Photos of a checklist: each is sent at once, and the form then carries its token; without a network the file waits. */

/** Files that could not be sent yet, by item. @type {Map<string, File[]>} */
export const waiting = new Map();

/** @param {string} name @param {string} className @returns {HTMLElement} */
function make(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/**
 * A tile with a picture and a button that takes it out.
 * @param {HTMLFormElement} form @param {string} source @param {() => void} removed
 */
function tile(form, source, removed) {
  const box = make("div", "iv-photo");
  const image = document.createElement("img");
  image.src = source;
  image.alt = "";
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", form.dataset.removeWords ?? "");
  button.addEventListener("click", () => {
    box.remove();
    removed();
  });
  box.append(image, button);
  return box;
}

/** A photo that the server holds: the form sends its token. @param {HTMLFormElement} form @param {HTMLElement} place @param {string} item @param {string} token @param {string} source @param {() => void} changed */
export function addKept(form, place, item, token, source, changed) {
  const box = tile(form, source, changed);
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = `kept-${item}`;
  input.value = token;
  box.append(input);
  place.insertBefore(box, place.querySelector(".iv-cam"));
}

/** @param {string} item @param {File} file */
function drop(item, file) {
  waiting.set(item, (waiting.get(item) ?? []).filter((one) => one !== file));
}

/** Send one photo. @param {HTMLFormElement} form @param {HTMLElement} place @param {string} item @param {File} file @param {() => void} changed */
async function send(form, place, item, file, changed) {
  const source = URL.createObjectURL(file);
  const box = tile(form, source, () => drop(item, file));
  const words = make("small", "");
  words.textContent = form.dataset.sendingWords ?? "";
  box.append(words);
  place.insertBefore(box, place.querySelector(".iv-cam"));
  waiting.set(item, [...(waiting.get(item) ?? []), file]);
  const body = new FormData();
  body.append("photo", file);
  try {
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    const headers = { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "", Accept: "application/json" };
    const answer = await fetch(form.dataset.upload ?? "", { method: "POST", body, headers });
    const said = await answer.json();
    if (!(waiting.get(item) ?? []).includes(file)) return; // taken out meanwhile
    if (answer.ok) {
      drop(item, file);
      box.remove();
      addKept(form, place, item, said.token, source, changed);
      changed();
    } else if (answer.status === 422) {
      drop(item, file);
      words.textContent = said.sentences.join(" ");
    } else words.textContent = form.dataset.photoFailedWords ?? "";
  } catch {
    words.textContent = form.dataset.photoFailedWords ?? "";
  }
}

/** Make one item's photos work with script. @param {HTMLFormElement} form @param {HTMLElement} item @param {() => void} changed */
export function photosOf(form, item, changed) {
  const place = item.querySelector("[data-photos]");
  const input = item.querySelector("input[type=file]");
  const key = item.dataset.item ?? "";
  if (!(place instanceof HTMLElement) || !(input instanceof HTMLInputElement)) return;
  for (const label of place.querySelectorAll("label.iv-photo")) {
    const box = label.querySelector("input");
    const image = label.querySelector("img");
    if (box && image) addKept(form, place, key, box.value, image.src, changed);
    label.remove();
  }
  input.addEventListener("change", () => {
    for (const file of Array.from(input.files ?? [])) void send(form, place, key, file, changed);
    input.value = "";
  });
}
