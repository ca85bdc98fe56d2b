// What the server writes before the service worker (lianchuang/field/views/app.py).
declare const SHELL: { version: string; addresses: string[] };
