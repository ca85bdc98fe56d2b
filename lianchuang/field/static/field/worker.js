// @ts-check
// The service worker: keeps the files of the app by the version of their content, so that it opens without signal.
// The server writes SHELL (version, addresses) before this text. It keeps nothing of anybody's: what the device asks and
// sends passes by untouched, and lies in the app's own store, one per person.

const worker = /** @type {any} */ (self);
const PREFIX = "field-shell-";
const NAME = PREFIX + SHELL.version;
const HOME = "/field/";

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address, { cache: "reload", credentials: "same-origin" });
  // Sent to the sign-in page, or gone: this version is not taken, the one before stays.
  if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function keepShell() {
  const cache = await caches.open(NAME);
  const answers = await Promise.all(SHELL.addresses.map(fetched));
  await Promise.all(answers.map((answer, number) => cache.put(String(SHELL.addresses[number]), answer)));
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
}

/** @param {any} event */
async function isOurs(event) {
  if (event.request.mode === "navigate") return new URL(event.request.url).pathname === HOME;
  const client = event.clientId ? await worker.clients.get(event.clientId) : null;
  return client !== null && client !== undefined && new URL(client.url).pathname === HOME;
}

/** @param {any} event */
async function answer(event) {
  if (await isOurs(event)) {
    const cache = await caches.open(NAME);
    const held = await cache.match(new URL(event.request.url).pathname);
    if (held) return held;
  }
  return fetch(event.request);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepShell()));

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const address = new URL(event.request.url);
  const isShell = address.origin === worker.location.origin && SHELL.addresses.includes(address.pathname);
  if (event.request.method === "GET" && isShell) event.respondWith(answer(event));
});

// A new version waits until the app says that nothing is unsent, or that the person agrees.
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "update") worker.skipWaiting();
});
