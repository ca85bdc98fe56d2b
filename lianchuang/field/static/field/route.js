// @ts-check
// The walking order of places near each other, as lianchuang/kernels/walking.py finds it: both are tested with the same numbers.

const EARTH = 63710000; // decimetres
/** @typedef {{ lon: number, lat: number }} Place */

/** Decimetres as the crow flies. @param {Place} one @param {Place} other */
export function decimetres(one, other) {
  const radians = Math.PI / 180;
  const mean = ((one.lat + other.lat) / 2) * radians;
  const east = (other.lon - one.lon) * radians * Math.cos(mean);
  const north = (other.lat - one.lat) * radians;
  return Math.floor(EARTH * Math.hypot(east, north) + 0.5);
}

/**
 * The indices of the places in walking order: from where somebody stands, else from the first place.
 * @param {Place[]} places
 * @param {Place | null} start
 */
export function walkingOrder(places, start) {
  const first = places[0];
  if (!first) return [];
  const points = [...places, start ?? first];
  const far = points.map((one) => points.map((other) => decimetres(one, other)));
  const way = nearestNext(far, places.length, start ? places.length : 0);
  uncross(way, far);
  return start ? way.slice(1) : way;
}

/** @param {number[][]} far @param {number} number @param {number} first */
function nearestNext(far, number, first) {
  const way = [first];
  const left = new Set(Array.from({ length: number }, (_none, each) => each).filter((each) => each !== first));
  let here = first;
  while (left.size) {
    let following = -1;
    for (const each of left) if (following < 0 || between(far, here, each) < between(far, here, following)) following = each;
    way.push(following);
    left.delete(following);
    here = following;
  }
  return way;
}

/** @param {number[][]} far @param {number | undefined} one @param {number | undefined} other */
function between(far, one, other) {
  return far[one ?? 0]?.[other ?? 0] ?? 0;
}

/** @param {number[]} way @param {number[][]} far */
function uncross(way, far) {
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (let low = 1; low < way.length - 1; low += 1) {
      for (let high = low + 1; high < way.length; high += 1) {
        const [before, first, last, after] = [way[low - 1], way[low], way[high], way[high + 1]];
        let gain = between(far, before, first) - between(far, before, last);
        if (after !== undefined) gain += between(far, last, after) - between(far, first, after);
        if (gain > 0) {
          way.splice(low, high - low + 1, ...way.slice(low, high + 1).reverse());
          isBetter = true;
        }
      }
    }
  }
}
