// @ts-check
/** On the page of a recorded visit: what the phone kept of it is no longer needed. */

import { forget } from "./visit-kept.js";

for (const place of document.querySelectorAll("[data-recorded]")) forget(place.getAttribute("data-recorded") ?? "");
