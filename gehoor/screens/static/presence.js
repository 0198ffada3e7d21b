// Who is at a conversation: told to the server as it goes, and shown when it says that others came.
// Hints carry numbers only; however many come, a list asks at most once every few seconds.
import { BY_ITSELF, announce, fetchPart, parsed, token } from "./shortcuts.js";

const PASSING_BY = 1200;
const BEAT = 20000;
const OPEN_EVERY = 1000;
const ROWS_EVERY = 5000;

let here = "";
let isTold = false;
let isWriting = false;
let toldAt = 0;
let arriving = 0;

/** @param {string} pk @param {string} doing @param {RequestInit} [more] */
const post = (pk, doing, more = {}) =>
  fetchPart(`/conversations/${pk}/presence/`, { ...more, method: "POST", body: new URLSearchParams({ doing, csrfmiddlewaretoken: token() }) });

/** Somebody who only passes by is not looking. */
export function arrive() {
  const pk = document.getElementById("presence")?.dataset.pk ?? "";
  if (pk === here) return;
  leave();
  here = pk;
  if (pk) arriving = setTimeout(() => tell("look", BY_ITSELF), PASSING_BY);
}

function leave() {
  clearTimeout(arriving);
  if (isTold) post(here, "leave", { keepalive: true }).catch(() => {});
  [here, isTold, isWriting] = ["", false, false];
}

/** Tell the server, and show what it answers. @param {string} doing @param {RequestInit} [more] */
async function tell(doing, more) {
  const pk = here;
  [isTold, toldAt] = [true, performance.now()];
  const answer = await post(pk, doing, more).catch(() => null);
  if (answer?.ok && pk === here) show(parsed(await answer.text()));
}

/** The answer was sent: it is nobody's any more. */
export const sent = () => (isWriting = false);

document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLTextAreaElement) || event.target.id !== "reply-text" || !here) return;
  clearTimeout(arriving);
  const hasText = event.target.value.trim() !== "";
  if (!hasText && isWriting) tell("stop");
  else if (hasText && (!isWriting || performance.now() - toldAt > BEAT)) tell("write");
  isWriting = hasText;
});

setInterval(() => {
  if (isTold && document.visibilityState === "visible" && performance.now() - toldAt >= BEAT) tell("look", BY_ITSELF);
}, BEAT / 4);
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && arrive());

/**
 * Show who else is here, unless somebody is at work in that very line.
 * @param {Document} fresh
 */
export function show(fresh) {
  const old = document.getElementById("presence");
  const next = fresh.getElementById("presence");
  if (!old || !next || old.dataset.pk !== next.dataset.pk) return;
  if (old.contains(document.activeElement) || old.querySelector("details[open]")) return;
  if (next.dataset.told && next.dataset.told !== old.dataset.told) announce(next.dataset.told);
  old.replaceWith(document.adoptNode(next));
}

/** Ask at most so often, at a moment that is not everybody's. @param {number} every @param {() => void} ask */
function seldom(every, ask) {
  let last = -Infinity;
  let timer = 0;
  return () => {
    if (timer) return;
    const wait = Math.max(0, last + every - performance.now()) + (Math.random() * every) / 5;
    timer = setTimeout(() => {
      [last, timer] = [performance.now(), 0];
      ask();
    }, wait);
  };
}

const renewOpen = seldom(OPEN_EVERY, async () => {
  const answer = here && (await fetchPart(`/conversations/${here}/presence/`, BY_ITSELF).catch(() => null));
  if (answer && answer.ok) show(parsed(await answer.text()));
});

const renewRows = seldom(ROWS_EVERY, async () => {
  const numbers = [...document.querySelectorAll("#rows a")].map((row) => row.getAttribute("data-pk"));
  if (!numbers.length) return;
  const answer = await fetchPart(`/inbox/presence/?of=${numbers.join()}`, BY_ITSELF).catch(() => null);
  if (!answer?.ok) return;
  const fresh = parsed(await answer.text());
  for (const pk of numbers) {
    const place = document.querySelector(`#row-${pk} .row-beside`);
    const next = fresh.querySelector(`[data-pk="${pk}"]`);
    if (place && place.innerHTML !== (next?.innerHTML ?? "")) place.replaceChildren(...(next?.childNodes ?? []));
  }
});

let isStale = false;

/** Somebody came or went. @param {string[]} numbers of the conversations */
export function hinted(numbers) {
  if (document.visibilityState === "hidden") return (isStale = true);
  if (numbers.includes(here)) renewOpen();
  if (numbers.some((pk) => document.getElementById(`row-${pk}`))) renewRows();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") return;
  if (isTold) tell("look", BY_ITSELF);
  if (isStale) renewRows();
  isStale = false;
});
