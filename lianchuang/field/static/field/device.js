// @ts-check
// The phone: opening without signal, new versions, when to try, room left.

import { setOffline } from "./net.js";
import { begun, changed, state } from "./state.js";
import { sync } from "./sync.js";

const EVERY = 30 * 1000;
/** @type {ServiceWorkerRegistration | null} */
let registration = null;
let isUpdating = false;

export async function settleIn() {
  window.addEventListener("online", () => void sync());
  window.addEventListener("offline", () => setOffline(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sync();
  });
  // There is no background sync on half of all phones: while the app is open it tries by itself.
  setInterval(() => {
    const waits = [...state.outbox.values()].some((each) => each.state === "waiting" || each.state === "photos");
    if (waits && document.visibilityState === "visible") void sync();
  }, EVERY);
  await measureRoom();
  await watchVersions();
}

export async function measureRoom() {
  if (!navigator.storage?.estimate) return;
  const { quota, usage } = await navigator.storage.estimate().catch(() => ({ quota: undefined, usage: undefined }));
  state.freeBytes = quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
  changed();
}

/** Ask that the phone does not throw the work away by itself. */
export async function askToStay() {
  if (navigator.storage?.persist) await navigator.storage.persist().catch(() => false);
}

async function watchVersions() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isUpdating) location.reload();
  });
  try {
    registration = await navigator.serviceWorker.register("/field/worker.js", { scope: "/field/" });
  } catch (fault) {
    console.warn(fault); // without it the app still works while there is signal
    return;
  }
  registration.addEventListener("updatefound", () => {
    registration?.installing?.addEventListener("statechange", considerUpdate);
  });
  considerUpdate();
}

/** A new version is taken at once when nothing is begun or unsent; else it waits. */
export function considerUpdate() {
  const waits = Boolean(registration?.waiting && navigator.serviceWorker.controller);
  if (waits && state.outbox.size === 0 && begun() === 0) {
    updateNow();
  } else if (state.updateWaits !== waits) {
    state.updateWaits = waits;
    changed();
  }
}

/** The person agrees, or nothing is unsent. What waits stays on the phone. */
export function updateNow() {
  isUpdating = true;
  registration?.waiting?.postMessage("update");
}
