// Lets tsc know the module that the field app imports as ../lit/lit-html.js (see rootDirs in tsconfig.json).
export * from "lit-html";
