// @ts-check
// The map of sites: the county's own outlines when it has some, sites as dots, open findings by area.
// MapLibre is large: it is fetched when a map comes into sight.

/** @typedef {{ id: string, name: string, type: string, url: string, open: number, overdue: number, vetoes: number }} Place */

/** @param {string} name */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param {string} text */
function isEnglish(text) {
  return text.startsWith("en");
}

/**
 * Where most sites are: the middle of them by longitude and latitude, so that a few far villages do not make the town small.
 * @param {any} maplibre
 * @param {any} data
 */
function boundsOf(maplibre, data) {
  const places = data.features.map((/** @type {any} */ feature) => feature.geometry.coordinates);
  /** @param {number} axis */
  const middle = (axis) => {
    const sorted = places.map((/** @type {number[]} */ place) => place[axis]).sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
    return [sorted[Math.floor(sorted.length * 0.16)], sorted[Math.floor(sorted.length * 0.84)]];
  };
  const [west, east] = middle(0);
  const [south, north] = middle(1);
  return new maplibre.LngLatBounds([west, south], [east, north]);
}

/** Layers of the basemap, lowest first. */
function groundLayers() {
  const name = isEnglish(document.documentElement.lang) ? ["coalesce", ["get", "name_en"], ["get", "name"]] : ["get", "name"];
  /** @param {string} kind */
  const of = (kind) => ["==", ["get", "kind"], kind];
  return [
    { id: "land", type: "fill", source: "ground", filter: of("land"), paint: { "fill-color": token("--lc-map-land") } },
    { id: "town", type: "fill", source: "ground", filter: of("town"), paint: { "fill-color": token("--lc-map-town") } },
    { id: "park", type: "fill", source: "ground", filter: of("park"), paint: { "fill-color": token("--lc-map-park") } },
    { id: "river", type: "line", source: "ground", filter: of("river"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": token("--lc-map-water"), "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 9, 3, 14, 26] } },
    { id: "water", type: "fill", source: "ground", filter: of("water"), paint: { "fill-color": token("--lc-map-water") } },
    { id: "road-edge", type: "line", source: "ground", filter: of("road"), paint: { "line-color": token("--lc-map-road-edge"), "line-width": ["interpolate", ["linear"], ["zoom"], 9, 1.2, 14, 7] } },
    { id: "road", type: "line", source: "ground", filter: of("road"), paint: { "line-color": token("--lc-map-road"), "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.6, 14, 5.4] } },
    { id: "label", type: "symbol", source: "ground", filter: of("label"), layout: { "text-field": name, "text-font": ["Noto Serif CJK SC", "Songti SC", "serif"], "text-size": 13, "text-letter-spacing": 0.15 }, paint: { "text-color": token("--lc-ink-2"), "text-halo-color": token("--lc-map-land"), "text-halo-width": 1.2 } },
  ];
}

function siteLayers() {
  const open = [">", ["get", "open"], 0];
  const late = [">", ["get", "overdue"], 0];
  return [
    { id: "site", type: "circle", source: "sites", filter: ["!", open], paint: { "circle-radius": 2, "circle-color": token("--lc-ink-3") } },
    { id: "open", type: "circle", source: "sites", filter: ["all", open, ["!", late]], paint: { "circle-radius": ["*", 4, ["sqrt", ["get", "open"]]], "circle-color": token("--lc-ink"), "circle-opacity": 0.62 } },
    { id: "over", type: "symbol", source: "sites", filter: late, layout: { "icon-image": "diamond", "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["get", "overdue"], 1, 0.55, 5, 1] } },
    { id: "veto", type: "circle", source: "sites", filter: [">", ["get", "vetoes"], 0], paint: { "circle-radius": 10, "circle-color": "rgba(0,0,0,0)", "circle-stroke-width": 2, "circle-stroke-color": token("--lc-vermilion") } },
  ];
}

/** A diamond in vermilion as pixels. */
function diamond() {
  const side = 28;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = token("--lc-vermilion");
  pen.beginPath();
  pen.moveTo(side / 2, 1);
  pen.lineTo(side - 1, side / 2);
  pen.lineTo(side / 2, side - 1);
  pen.lineTo(1, side / 2);
  pen.fill();
  return pen.getImageData(0, 0, side, side);
}

/** @param {string} address @param {string} words */
function linkTo(address, words) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words;
  return link;
}

/** @param {HTMLElement} where @param {Place} place */
function card(where, place) {
  const said = where.dataset;
  const node = document.createElement("div");
  const head = document.createElement("b");
  head.append(linkTo(place.url, place.name));
  const lines = [place.type, `${said.open} ${place.open} · ${said.overdue} ${place.overdue}`];
  if (place.vetoes) lines.push(said.veto ?? "");
  node.append(head);
  for (const words of lines) {
    const line = document.createElement("span");
    line.textContent = words;
    node.append(line);
  }
  if (place.open) node.append(linkTo(`${said.findings}?site=${place.id}`, said.list ?? ""));
  return node;
}

/** Sites are clicked, whatever they are drawn as. @param {any} maplibre @param {any} map @param {HTMLElement} where */
function answerClicks(maplibre, map, where) {
  for (const layer of ["site", "open", "over", "veto"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("click", (/** @type {any} */ event) => {
    const { x, y } = event.point;
    const near = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers: ["over", "open", "veto", "site"] });
    const [feature] = near;
    if (!feature) return;
    new maplibre.Popup({ maxWidth: "260px" }).setLngLat(feature.geometry.coordinates).setDOMContent(card(where, feature.properties)).addTo(map);
  });
}

/** @param {any} sites @param {any} ground @returns {any} */
function styleOf(sites, ground) {
  return {
    version: 8,
    sources: { sites: { type: "geojson", data: sites }, ...(ground ? { ground: { type: "geojson", data: ground } } : {}) },
    layers: [{ id: "paper", type: "background", paint: { "background-color": token("--lc-paper") } }, ...(ground ? groundLayers() : [])],
  };
}

/** @param {string | undefined} address @returns {Promise<any>} */
async function read(address) {
  return address ? (await fetch(address)).json() : null;
}

/** @param {HTMLElement} where */
async function show(where) {
  const [maplibre, sites, ground] = await Promise.all([
    import("../maplibre/maplibre-gl.mjs"),
    read(where.dataset.sites),
    read(where.dataset.basemap),
  ]);
  const map = new maplibre.Map({ container: where, style: styleOf(sites, ground), attributionControl: false, cooperativeGestures: false });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  const draw = () => {
    map.addImage("diamond", diamond());
    for (const layer of siteLayers()) map.addLayer(/** @type {any} */ (layer));
    where.dataset.ready = "yes";
  };
  map.on("load", () => {
    if (sites.features.length) map.fitBounds(boundsOf(maplibre, sites), { padding: 36, duration: 0 });
    draw();
  });
  answerClicks(maplibre, map, where);
  new MutationObserver(() => {
    map.setStyle(styleOf(sites, ground), { diff: false });
    map.once("styledata", draw);
  }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

/** Without WebGL, or when the data did not come, the list says the same. @param {HTMLElement} where */
function fail(where) {
  const words = document.createElement("p");
  words.className = "empty";
  words.textContent = where.dataset.fails ?? "";
  where.replaceChildren(words);
}

const sight = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting || !(target instanceof HTMLElement)) continue;
    sight.unobserve(target);
    show(target).catch(() => fail(target));
  }
});
for (const place of document.querySelectorAll("[data-map]")) sight.observe(place);
