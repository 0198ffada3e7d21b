// Puts fresh parts in place of stale ones, keeping focus; the list is renewed here.
import { announce } from "./shortcuts.js";

/**
 * Renew the list. Rows that did not change stay the same elements.
 * @param {Document} fresh @param {string} openPk
 * @returns {string} words about what is new, for who cannot see it
 */
export function patchList(fresh, openPk) {
  const list = document.getElementById("list");
  const next = fresh.getElementById("list");
  if (!list || !next) return "";
  const giveFocusBack = focusIn(list);
  const words = newWords(list, next);
  // It may have opened further by itself; then it stays so.
  list.dataset.query = next.dataset.query;
  for (const name of ["mine", "problems", "failed", "trouble", "named", "approvals"]) setCount(name, next.dataset[name] ?? "0");
  const rows = list.querySelector("#rows");
  const nextRows = next.querySelector("#rows");
  const isSearching = list.querySelector("#words") === document.activeElement;
  if (!(rows && nextRows) && !isSearching) list.replaceChildren(...next.childNodes);
  else for (const part of [".tabs", ".list-more"]) keepFocus(`#list ${part}`, () => renew(list.querySelector(part), next.querySelector(part)));
  if (rows && nextRows) {
    arrange(rows, [...nextRows.children].map((row) => keepOrTake(row)));
    keepFocus("#list .pages", () => renew(list.querySelector(".pages"), next.querySelector(".pages")));
  }
  mark(openPk);
  giveFocusBack();
  return words;
}

/**
 * Put these in place. What stays is not touched: what is selected, looked at or has focus in it stays so.
 * @param {Element} place @param {Element[]} wanted
 */
export function arrange(place, wanted) {
  for (const child of [...place.children]) if (!wanted.includes(child)) child.remove();
  let next = place.firstElementChild;
  for (const child of wanted) {
    if (child === next) next = next.nextElementSibling;
    else place.insertBefore(child, next);
  }
}

/**
 * Focus in a row goes back to that row, to the one that took its place, or else to the list.
 * @param {HTMLElement} list
 */
function focusIn(list) {
  const active = document.activeElement;
  const row = list.contains(active) ? active?.closest("#rows li") : null;
  const place = row ? [.../** @type {Element} */ (row.parentElement).children].indexOf(row) : -1;
  const control = active?.matches("input") ? "input" : "a";
  return () => {
    if (!row || document.activeElement === active) return;
    const all = document.querySelectorAll("#rows > li");
    const again = (document.getElementById(row.id) ?? all[place] ?? all[all.length - 1])?.querySelector(control) ?? list;
    /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
  };
}

/** @param {Element} row */
function keepOrTake(row) {
  const known = document.getElementById(row.id);
  if (known && plain(known) === plain(row)) return known;
  // A row that changed stays chosen: what is done with it is asked anew of the server.
  const box = known?.querySelector("input");
  const fresh = /** @type {Element} */ (document.adoptNode(row));
  fresh.querySelector("input")?.toggleAttribute("checked", box?.checked ?? false);
  return fresh;
}

/** @param {Element} row */
const plain = (row) => row.innerHTML.replace(/ (aria-current|tabindex|data-state)="[^"]*"/g, "").replace(/(<time class="waiting term"[^>]*>)[^<]*/, "$1");

/** @param {string} openPk */
function mark(openPk) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rows a")]);
  for (const row of rows) {
    const isOpen = row.dataset.pk === openPk;
    row.toggleAttribute("aria-current", isOpen);
    if (isOpen) row.setAttribute("aria-current", "true");
    row.tabIndex = isOpen ? 0 : -1;
  }
  if (rows.length && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
}

/** @param {HTMLElement} list @param {HTMLElement} next */
function newWords(list, next) {
  const [before, now] = [list, next].map((each) => Number(each.querySelector("#list-more")?.getAttribute("data-emergencies")));
  // Somebody may be in danger: that waits for no pause between announcements.
  if (now > before) announce(next.querySelector(".emergencies")?.textContent ?? "");
  const known = new Set([...list.querySelectorAll("#rows li")].map((row) => row.id));
  const fresh = [...next.querySelectorAll("#rows li")].filter((row) => !known.has(row.id));
  const name = fresh[0]?.querySelector(".name")?.textContent ?? "";
  if (!fresh.length || !known.size) return "";
  return fresh.length === 1 ? name : `${name} + ${fresh.length - 1}`;
}

/** @param {string} name @param {string} count */
function setCount(name, count) {
  const place = document.querySelector(`.main-menu [data-count="${name}"]`);
  if (!place) return;
  const badge = document.createElement("span");
  badge.className = "count";
  badge.textContent = count;
  place.replaceChildren(...(count === "0" ? [] : [badge]));
}

/** Replace a part only if it says something else: who stands in it stays there. @param {Element | null} old @param {Element | null} fresh */
function renew(old, fresh) {
  if (old?.innerHTML !== fresh?.innerHTML) replace(old, fresh);
}

/** @param {Element | null} old @param {Element | null} fresh */
export function replace(old, fresh) {
  if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  else if (old) old.remove();
}

/** Do something that may take focus away, and give it back to the same control. @param {string} part @param {() => void} change */
export function keepFocus(part, change) {
  const active = document.activeElement;
  const within = document.querySelector(part);
  if (!active || !within?.contains(active)) return change();
  const controls = "a, button, summary, input:not([type=hidden]), select, [tabindex]";
  const place = [...within.querySelectorAll(controls)].indexOf(active);
  change();
  if (active.isConnected && document.activeElement === active) return;
  const now = [...(document.querySelector(part)?.querySelectorAll(controls) ?? [])];
  const again = document.getElementById(active.id) ?? now[place] ?? now.at(-1) ?? document.getElementById("conversation-title");
  // In a menu that has closed nothing can have focus; what opens it can.
  const closed = again?.closest("details:not([open])")?.querySelector("summary");
  const target = closed ?? again;
  if (target instanceof HTMLElement) target.focus();
}
