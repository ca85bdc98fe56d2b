// Lets tsc know the module that pages import as ../maplibre/maplibre-gl.mjs (see rootDirs in tsconfig.json).
export * from "maplibre-gl";
