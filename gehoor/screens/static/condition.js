// Toestand renews itself: when something is told, and every minute while it is looked at. Focus and
// what is selected stay, and only what really changed is said.
import { BY_ITSELF, announce, fetchPart, parsed } from "./shortcuts.js";
import { listen } from "./live.js";

const QUIET = 5000;
const TELLING = new Set(["alarm", "channel", "clock", "all"]);

let last = Date.now();
let timer = 0;

/** However much is told, look at most once in a while. @param {import("./live.js").Hint[]} hints */
function look(hints) {
  if (hints.some((hint) => TELLING.has(hint.kind))) timer ||= setTimeout(renew, Math.max(0, last + QUIET - Date.now()));
}

async function renew() {
  [timer, last] = [0, Date.now()];
  const answer = await fetchPart(location.pathname, BY_ITSELF).catch(() => null);
  if (!answer?.ok) return;
  const fresh = parsed(await answer.text());
  const [old, next] = [document.getElementById("condition"), fresh.getElementById("condition")];
  if (!old || !next || isSelectedIn(old)) return;
  keepFocus(old, next);
  for (const place of ["looked-at", "alarms-in-menu"]) takeOver(place, fresh);
  if (old.dataset.summary !== next.dataset.summary) announce(next.dataset.summary ?? "");
}

/** @param {Element} part */
const isSelectedIn = (part) => {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode);
};

/** Focus goes to the same link or button, never to another one; to the heading when it is gone. @param {Element} old @param {Element} next */
function keepFocus(old, next) {
  const active = document.activeElement;
  const name = active && old.contains(active) ? nameOf(active) : "";
  const wasInSight = active !== null && isInSight(active);
  old.replaceWith(document.adoptNode(next));
  if (!name) return;
  const again = [...next.querySelectorAll("a, button, [tabindex]")].find((each) => nameOf(each) === name);
  const target = again ?? document.getElementById("condition-title");
  // What somebody was looking at may have moved to another place; go along with it.
  if (target instanceof HTMLElement) target.focus({ preventScroll: !wasInSight });
}

/** @param {Element} control */
const isInSight = (control) => {
  const box = control.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
};

/** @param {Element} control */
const nameOf = (control) =>
  control.getAttribute("href") ?? control.closest("form")?.getAttribute("action") ?? control.getAttribute("aria-label") ?? "";

/** @param {string} place @param {Document} fresh */
function takeOver(place, fresh) {
  const old = document.getElementById(place);
  const next = fresh.getElementById(place);
  if (old && next) old.replaceChildren(...next.childNodes);
}

listen(look);
