// @ts-check
// The day as a line on paper: stops in walking order, no basemap needed.

import { html, nothing, svg } from "../lit/lit-html.js";
import { fill, gettext } from "./words.js";

const WIDTH = 390;
const HEIGHT = 150;
const MARGIN = 24;

/** @typedef {{ lon: number, lat: number, state: "done" | "next" | "todo", number: number }} Point */

/** @param {Point[]} points */
export function outline(points) {
  if (points.length < 2) return nothing;
  const placed = place(points);
  const done = points.filter((each) => each.state === "done").length;
  const words = fill(gettext("%(done)s of %(total)s sites visited, in walking order"), { done, total: points.length });
  return html`<svg class="fd-walk" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}>
    ${placed.slice(1).map(({ x, y, point }, index) => {
      const from = placed[index];
      return from ? svg`<line x1=${from.x} y1=${from.y} x2=${x} y2=${y} class=${point.state === "todo" ? "dash" : "full"}></line>` : nothing;
    })}
    ${placed.map(({ x, y, point }) => mark(x, y, point))}
  </svg>`;
}

/** @param {number} x @param {number} y @param {Point} point */
function mark(x, y, point) {
  if (point.state === "done") {
    return svg`<g class="done"><rect x=${x - 7} y=${y - 7} width="14" height="14" rx="3"></rect><path d="M${x - 3.5} ${y} l2.5 3 l4.5 -5.5"></path></g>`;
  }
  const radius = point.state === "next" ? 14 : 10;
  return svg`<g class=${point.state}><circle cx=${x} cy=${y} r=${radius}></circle><text x=${x} y=${y} dy=".36em">${point.number}</text></g>`;
}

/** @param {Point[]} points */
function place(points) {
  const lons = points.map((each) => each.lon);
  const lats = points.map((each) => each.lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const narrow = Math.cos(((south + north) / 2) * (Math.PI / 180)) || 1;
  const wide = (WIDTH - 2 * MARGIN) / Math.max((east - west) * narrow, 1e-6);
  const high = (HEIGHT - 2 * MARGIN) / Math.max(north - south, 1e-6);
  // An outline and no map: the longer way may be drawn up to twice as long, so that numbers do not lie on each other.
  const [scaleX, scaleY] = [Math.min(wide, 2 * high), Math.min(high, 2 * wide)];
  const [across, up] = [(east - west) * narrow * scaleX, (north - south) * scaleY];
  return points.map((point) => ({
    point,
    x: round((WIDTH - across) / 2 + (point.lon - west) * narrow * scaleX),
    y: round((HEIGHT - up) / 2 + (north - point.lat) * scaleY),
  }));
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
