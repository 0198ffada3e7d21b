// Counts down an inspection, and leaves what it showed once it is over.
import { told } from "./terms.js";

const EVERY = 1000;
const banner = /** @type {HTMLElement} */ (document.querySelector(".inspecting"));
const words = Object.fromEntries(["leftNow", "leftMin", "leftHours"].map((name) => [name, banner.dataset[name] ?? ""]));
const ahead = Date.parse(banner.dataset.now ?? "") - Date.now() || 0;

/** By the clock of the server, also after the machine slept. */
function renew() {
  const left = Date.parse(banner.dataset.ends ?? "") - Date.now() - ahead;
  if (left <= 0) return location.replace(banner.dataset.then ?? "/");
  const text = told(left, words);
  const place = /** @type {HTMLElement} */ (banner.querySelector("[data-left]"));
  if (place.textContent !== text) place.textContent = text;
}

setInterval(renew, EVERY);
for (const moment of ["visibilitychange", "pageshow"]) addEventListener(moment, renew);
