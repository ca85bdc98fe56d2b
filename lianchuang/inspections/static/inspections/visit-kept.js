// @ts-check
/** What a checklist keeps on the phone until the visit has arrived: words, counts, photos' tokens. One entry a site. */

const PREFIX = "lc-visit:";
const LONGEST = 7 * 24 * 3600 * 1000;

/** @typedef {{ at: number, values: Record<string, string[]> }} Kept */

/** @param {string} key @returns {Kept | null} */
export function kept(key) {
  try {
    const text = localStorage.getItem(PREFIX + key);
    /** @type {Kept | null} */
    const found = text === null ? null : JSON.parse(text);
    return found && Date.now() - found.at < LONGEST ? found : null;
  } catch {
    return null;
  }
}

/** @param {string} key @param {Record<string, string[]>} values @returns {boolean} whether it could be kept */
export function keep(key, values) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // switched off: there was nothing kept
  }
}
