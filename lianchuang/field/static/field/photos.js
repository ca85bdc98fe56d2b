// @ts-check
// Photos: shrunk on the phone, named by the hash of their bytes.

import { photos, pictures, savePhoto } from "./store.js";

const LONGEST = 1600;
const QUALITY = 0.82;
/** @type {Map<string, string>} */
const addresses = new Map();

/**
 * Shrink a picture from the camera and keep it; its hash, or null when it is no picture.
 * @param {File} file
 */
export async function take(file) {
  const blob = await shrink(file);
  if (blob === null) return null;
  const sha256 = await hashOf(blob);
  await savePhoto(sha256, blob);
  return sha256;
}

/** @param {File} file @returns {Promise<Blob | null>} */
async function shrink(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** @param {Blob} blob */
async function hashOf(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An address for an <img> of a photo taken here. @param {string} sha256 */
export function photoUrl(sha256) {
  return urlOf(sha256, photos.get(sha256));
}

/** An address for an <img> of the package; empty while it is not here. @param {string} address */
export function pictureUrl(address) {
  return urlOf(address, pictures.get(address));
}

/** @param {string} key @param {Blob | undefined} blob */
function urlOf(key, blob) {
  const known = addresses.get(key);
  if (known || !blob) return known ?? "";
  const made = URL.createObjectURL(blob);
  addresses.set(key, made);
  return made;
}

/** @param {string[]} hashes */
export function bytesOf(hashes) {
  return hashes.reduce((sum, each) => sum + (photos.get(each)?.size ?? 0), 0);
}
