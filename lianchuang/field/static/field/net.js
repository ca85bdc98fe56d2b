// @ts-check
// Asking the server. No answer is no error: the work waits. A token is fetched with each session and never stored.

import { changed, state } from "./state.js";

export class NoAnswer extends Error {}

let token = "";

/** @typedef {{ status: number, data: any, headers: Headers }} Said */

/**
 * @param {string} path
 * @param {{ method?: string, body?: BodyInit, headers?: Record<string, string> }} [how]
 * @returns {Promise<Said>}
 */
export async function ask(path, how = {}) {
  const said = await once(path, how);
  if (said.status === 403 && said.data === null && how.method) {
    await session(); // the token is of an older session: once more with a fresh one
    return once(path, how);
  }
  return said;
}

/**
 * @param {string} path
 * @param {{ method?: string, body?: BodyInit, headers?: Record<string, string> }} how
 * @returns {Promise<Said>}
 */
async function once(path, how) {
  const headers = { Accept: "application/json", ...(token ? { "X-CSRFToken": token } : {}), ...how.headers };
  let answer;
  try {
    answer = await fetch(path, { ...how, headers, credentials: "same-origin", cache: "no-store" });
  } catch (fault) {
    setOffline(true);
    throw new NoAnswer(String(fault));
  }
  setOffline(false);
  const isData = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  const data = isData ? await answer.json().catch(() => null) : null;
  return { status: answer.status, data, headers: answer.headers };
}

/** @param {boolean} isOffline */
export function setOffline(isOffline) {
  if (state.isOffline === isOffline) return;
  state.isOffline = isOffline;
  state.offlineSince = isOffline ? new Date().toISOString() : "";
  changed();
}

/**
 * Who is signed in; null when nobody is, or somebody who does not work in the field.
 * @returns {Promise<{ person: { id: string, name: string }, post: { id: number, name: string }, language: string, version: string } | null>}
 */
export async function session() {
  const said = await once("/field/session/", {});
  if (said.status !== 200 || said.data === null) {
    if (said.status === 401 || said.status === 403) return null;
    throw new NoAnswer(`session: ${said.status}`);
  }
  token = said.data.token;
  return said.data;
}
