// @ts-check
// The app's words: gettext's catalogue, delivered by the server and kept with the app.

/** @type {Record<string, string | string[]>} */
let catalogue = {};

/** @param {string} language */
export async function loadWords(language) {
  const chosen = language.startsWith("zh") ? "zh-hans" : "en";
  const answer = await fetch(`/field/words/${chosen}.json`);
  if (answer.ok) catalogue = await answer.json();
  document.documentElement.lang = chosen === "en" ? "en" : "zh-Hans";
}

/** @param {string} text */
export function gettext(text) {
  const said = catalogue[text];
  return (Array.isArray(said) ? said[0] : said) || text;
}

/**
 * @param {string} one
 * @param {string} many
 * @param {number} number
 */
export function ngettext(one, many, number) {
  const said = catalogue[one];
  const forms = Array.isArray(said) && said.length ? said : [one, many];
  return String(forms[number === 1 || forms.length === 1 ? 0 : 1]);
}

/**
 * Put the named values into a sentence: %(count)s.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_all, name) => String(values[name] ?? "–"));
}

/**
 * A phrase that holds a number: counted(ngettext("%(count)s photo", "%(count)s photos", n), n).
 * @param {string} phrase
 * @param {number} count
 */
export function counted(phrase, count) {
  return fill(phrase, { count });
}
