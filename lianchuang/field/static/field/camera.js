// @ts-check
// The live picture: the phone's camera on the page, for standing where the photo of before was taken.

import { changed } from "./state.js";

/** @type {{ stream: MediaStream | null, isRefused: boolean, isStarting: boolean }} */
export const camera = { stream: null, isRefused: false, isStarting: false };

/** Whether a page may show the camera here at all. */
export function canLive() {
  return Boolean(navigator.mediaDevices?.getUserMedia) && !camera.isRefused;
}

export async function startCamera() {
  if (camera.stream || camera.isStarting) return;
  camera.isStarting = true;
  changed();
  const begun = location.hash;
  try {
    const wanted = { video: { facingMode: { ideal: "environment" }, width: { ideal: 1600 } }, audio: false };
    camera.stream = await navigator.mediaDevices.getUserMedia(wanted);
  } catch {
    camera.isRefused = true; // no camera, or the person said no: the phone's own camera app does it
  }
  camera.isStarting = false;
  if (location.hash !== begun) stopCamera();
  changed();
}

/** Let the camera go: its light goes out. */
export function stopCamera() {
  if (!camera.stream) return;
  for (const track of camera.stream.getTracks()) track.stop();
  camera.stream = null;
  changed();
}

/** What the camera sees now. @param {HTMLVideoElement} video @returns {Promise<File | null>} */
export async function shoot(video) {
  if (!video.videoWidth) await new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done, "image/jpeg", 0.92));
  return blob ? new File([blob], "now.jpg", { type: "image/jpeg" }) : null;
}

window.addEventListener("hashchange", stopCamera);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") stopCamera();
});
