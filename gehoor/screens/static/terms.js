// Goes on with what a page said of terms: how long there is for an answer, or how late it is. The server
// is not asked for it; a page without a script says how it was when it was made.
import { announce } from "./shortcuts.js";

const EVERY = 15000;
const TELL_EVERY = 5 * 60000;
const MINUTES_EXACT = 120;
let toldAt = -TELL_EVERY;

/** The day it is in the Netherlands. @param {number} moment */
const dayOf = (moment) => new Date(moment).toLocaleDateString("en-CA", { timeZone: "Europe/Amsterdam" });

/** Say it in the words of the page. @param {number} left in milliseconds @param {DOMStringMap} words */
export function told(left, words) {
  const minutes = Math.trunc(Math.abs(left) / 60000);
  const isHours = minutes >= MINUTES_EXACT;
  const name = `${left > 0 ? "left" : "late"}${!minutes ? "Now" : isHours ? "Hours" : "Min"}`;
  return (words[name] ?? "").replace("{n}", String(isHours ? Math.trunc(minutes / 60) : minutes));
}

/** Keep every term on the page up to date, by the clock of the server. */
export function keepTerms() {
  const list = document.getElementById("list");
  if (!list) return;
  const ahead = Date.parse(list.dataset.now ?? "") - Date.now() || 0;
  const renew = () => renewAll(list.dataset, Date.now() + ahead);
  setInterval(renew, EVERY);
  document.addEventListener("visibilitychange", renew);
}

/** @param {DOMStringMap} words @param {number} now */
function renewAll(words, now) {
  const late = [];
  for (const place of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll("time.term"))) {
    const due = Date.parse(place.dateTime);
    const state = now >= due ? "late" : now >= Date.parse(place.dataset.warn || "9999-01-01") ? "nearly" : "";
    if (state === "late" && place.dataset.state !== state && place.matches(".waiting")) late.push(place);
    if (place.dataset.state !== state) place.dataset.state = state;
    // Of another day the page says the moment, which stays true.
    if (dayOf(due) !== dayOf(now)) continue;
    const text = told(due - now, words);
    if (place.textContent !== text) place.textContent = text;
  }
  if (late.length && "tells" in words) tellLate(late, words);
}

/** Say that something became late, not more often than one can bear. @param {HTMLTimeElement[]} late @param {DOMStringMap} words */
function tellLate(late, words) {
  if (performance.now() - toldAt < TELL_EVERY) return;
  toldAt = performance.now();
  const name = late[0].closest("a")?.querySelector(".name")?.textContent ?? "";
  announce((words.becameLate ?? "").replace("{name}", late.length > 1 ? `${name} + ${late.length - 1}` : name));
}
