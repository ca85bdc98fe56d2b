// @ts-check
// Where the phone is, asked for once when the person wants it. It is used on the spot, never kept and never sent.

const PATIENCE = 12 * 1000;

/** @returns {Promise<{ lon: number, lat: number } | null>} null when the phone does not say */
export function whereNow() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 20 * 1000 },
    );
  });
}
