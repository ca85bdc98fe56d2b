// Lets tsc know the module that the field app imports as ../dexie/dexie.min.mjs.
export * from "dexie";
export { default } from "dexie";
