// The reading mode under the hand: from row to row, and each dealt with by one key. A row leaves at once and
// comes back when the server says that it was not possible. What comes in is told; what one reads stays put.
import { BY_ITSELF, announce, fetchPart, onKey, parsed } from "./shortcuts.js";
import { listen } from "./live.js";
import { arrange } from "./patch.js";
import { letGo, notice, onDone, tellBeside, together } from "./many.js";

const QUIET = 2000;
const TOLD_AT_ONCE = 3;
const NONE = "0";

/** The rows that were on this screen, also those that have left: they can come back to their place. @type {Set<string>} */
let known = new Set();
let reason = "";

const $ = (/** @type {string} */ id) => document.getElementById(id);
const list = () => /** @type {HTMLElement} */ ($("list"));
const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rows > li:not(.leaving)")]);
const pkOf = (/** @type {Element} */ row) => row.id.replace("row-", "");
const here = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest("#rows > li") ?? document.querySelector("#rows > li:has(> a[aria-current])"));

/** Stand at this row; only its controls are come to by Tab. @param {HTMLElement | undefined} row */
function stand(row) {
  if (!row) return list().focus();
  mark(row);
  const link = row.querySelector("a");
  link?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** @param {Element} row */
function mark(row) {
  const before = document.querySelector("#rows > li:has(> a[aria-current])");
  if (before && before !== row) reach(before, false);
  reach(row, true);
}

/** @param {Element} row @param {boolean} is */
function reach(row, is) {
  const link = row.querySelector("a");
  if (is) link?.setAttribute("aria-current", "true");
  else link?.removeAttribute("aria-current");
  for (const each of row.querySelectorAll("a, button, summary, .choose input")) /** @type {HTMLElement} */ (each).tabIndex = is ? 0 : -1;
}

/** @param {number} step */
function move(step) {
  const all = rows();
  const row = here();
  const isThere = document.activeElement?.closest("#rows > li") === row;
  const next = row && isThere ? all[all.indexOf(row) + step] : (row ?? all[0]);
  if (next) stand(next);
  else if (step > 0) /** @type {HTMLElement | null} */ (document.querySelector(".pages [rel=next]"))?.click();
}

/** Do this with what is chosen, or with the row one is at. @param {string} name */
function one(name) {
  if (together(name)) return;
  /** @type {HTMLElement | null | undefined} */ (here()?.querySelector(`[value^="${name}:"]`))?.click();
}

/** The same for what asks something first: the row one is at is chosen for it. @param {string} name */
function asking(name) {
  if (together(name)) return;
  /** @type {HTMLElement | null | undefined} */ (here()?.querySelector(".choose input"))?.click();
  together(name);
}

/** Acts one after the other: each is a commit of its own, and undone by itself. */
let last = Promise.resolve();

/** The row leaves, and one stands at the next. @param {HTMLElement} row @param {string} wanted */
function leave(row, wanted) {
  if (row.classList.contains("leaving")) return;
  const all = rows();
  const place = all.indexOf(row);
  row.classList.add("leaving");
  count();
  stand(all[place + 1] ?? all[place - 1]);
  last = last.then(() => act(row, wanted));
}

/** @param {HTMLElement} row @param {string} wanted */
async function act(row, wanted) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(/** @type {HTMLFormElement} */ ($("reading-one")))));
  body.set("one", wanted);
  const answer = await fetchPart("/many/", { method: "POST", body }).catch(() => null);
  const told = answer?.ok ? parsed(await answer.text()).querySelector(".many-told") : null;
  const shown = told ?? notice((answer && !answer.ok && (await answer.text().catch(() => ""))) || ($("flashes")?.dataset.away ?? ""));
  const isLeftOut = !told || told.querySelector(".many-left") !== null;
  tellBeside(shown, TOLD_AT_ONCE);
  if (isLeftOut) row.classList.remove("leaving");
  else row.remove();
  count();
  if (!document.querySelector("#rows > li")) await whole();
}

/** @param {string} address @param {RequestInit} [more] */
const fetchList = (address, more) =>
  fetchPart(address, more)
    .then(async (answer) => (answer.ok ? parsed(await answer.text()) : null))
    .catch(() => null);

/** The address of these rows, as far as they still fit. @param {Iterable<string>} numbers */
function addressOf(numbers) {
  const address = new URL(list().dataset.address ?? "", location.href);
  address.searchParams.set("only", [...numbers].join(",") || NONE);
  address.searchParams.set("seen", list().dataset.seen ?? "");
  return address.href;
}

/** Say how many are left on this screen that one can be done with. */
function count() {
  for (const [place, which] of [["[data-on-screen]", ".leaving, .changed"], ["[data-at-once]", ".leaving, .changed, .by-itself"]]) {
    const number = String(document.querySelectorAll(`#rows > li:not(${which})`).length);
    for (const each of document.querySelectorAll(place)) if (each.textContent !== number) each.textContent = number;
  }
}

/** @param {Document} fresh */
function renewSum(fresh) {
  for (const id of ["reading-sum", "reading-fresh"]) {
    const [old, next] = [$(id), fresh.getElementById(id)];
    if (!old || !next || old.contains(document.activeElement)) continue;
    if (id === "reading-fresh" && old.hidden && !next.hidden) announce(next.textContent?.trim() ?? "");
    old.hidden = next.hidden;
    old.replaceChildren(...next.childNodes);
  }
  count();
}

/** After an act of one's own: what still fits stays, what came back is in its place. @param {HTMLFormElement} [form] */
async function settle(form) {
  await last;
  const place = rows().indexOf(/** @type {HTMLElement} */ (here()));
  const fresh = await fetchList(addressOf(known));
  if (!fresh) return;
  const wanted = [...fresh.querySelectorAll("#rows > li")];
  const isUndo = form?.matches("[data-undo]") ?? false;
  const cameBack = isUndo && wanted.length > rows().length;
  if (!wanted.length || isUndo !== cameBack) return whole();
  const hadFocus = document.activeElement?.closest("#rows, #dialogs") !== null || document.activeElement === document.body;
  const ordered = $("rows");
  if (ordered) arrange(ordered, wanted.map(keepOrTake));
  renewSum(fresh);
  for (const row of rows()) if (!row.querySelector("a[aria-current]")) reach(row, false);
  const again = cameBack ? rows().find((row) => !row.dataset.wasHere) : (here() ?? rows()[Math.min(place, rows().length - 1)]);
  for (const row of rows()) row.dataset.wasHere = "yes";
  if (again && (hadFocus || cameBack)) stand(again);
}

/** @param {Element} row */
function keepOrTake(row) {
  const old = $(row.id);
  const isSame = old && old.dataset.version === row.getAttribute("data-version") && !old.matches(".leaving, .changed");
  return isSame ? old : document.adoptNode(row);
}

/** Show the list anew: the next hundred, or from the beginning when there are no more. */
async function whole() {
  let fresh = await fetchList(list().dataset.address ?? "");
  if (fresh && !fresh.querySelector("#rows > li")) fresh = (await fetchList(list().dataset.first ?? "")) ?? fresh;
  const next = fresh?.getElementById("list");
  if (!next) return;
  list().replaceWith(document.adoptNode(next));
  begin();
  scrollTo({ top: 0 });
  stand(rows()[0]);
  announce($("reading-sum")?.textContent?.trim() ?? "");
}

/** @type {Set<string>} */
const hinted = new Set();
let timer = 0;

/** @param {import("./live.js").Hint[]} hints */
function look(hints) {
  for (const hint of hints) if (hint.kind === "conversation") hinted.add(String(hint.id));
  if (hints.some((hint) => hint.kind === "all")) for (const row of rows()) hinted.add(pkOf(row));
  const isOurs = hints.some((hint) => hint.kind === "conversation" || hint.kind === "all");
  if (isOurs) timer ||= setTimeout(() => news(), QUIET);
}

/** Tell what came in and what changed; nothing moves. */
async function news() {
  timer = 0;
  const asked = rows().filter((row) => hinted.has(pkOf(row)));
  hinted.clear();
  const fresh = await fetchList(addressOf(asked.map(pkOf)), BY_ITSELF);
  if (!fresh) return;
  renewSum(fresh);
  for (const row of asked) {
    const next = fresh.getElementById(row.id);
    if (!row.isConnected || row.matches(".leaving")) continue;
    if (!next) change(row, list().dataset.gone ?? "");
    else if (next.dataset.last !== row.dataset.last) change(row, list().dataset.more ?? "");
  }
}

/** Say that it is not what it was, and leave it out of what is done with the whole screen. @param {HTMLElement} row @param {string} words */
function change(row, words) {
  const place = /** @type {HTMLElement | null} */ (row.querySelector(".read-changed"));
  if (!place) return;
  place.textContent = words;
  place.hidden = false;
  row.classList.add("changed");
  for (const each of /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input[name=chosen]"))) {
    each.checked = false;
    each.disabled = each.type === "hidden";
  }
  count();
}

function begin() {
  known = new Set(rows().map(pkOf));
  for (const row of rows()) {
    row.dataset.wasHere = "yes";
    reach(row, false);
  }
  const first = (location.hash && rows().find((row) => `#${row.id}` === location.hash)) || rows()[0];
  if (first) mark(first);
  fillReason();
}

/** The reason one gave last is there for the next hundred. */
function fillReason() {
  for (const field of document.querySelectorAll("#reading-page [name=reason], #reading-all [name=reason]")) {
    if (field instanceof HTMLInputElement) field.value = reason;
  }
}

document.addEventListener("submit", (event) => {
  const given = event.target instanceof HTMLFormElement && event.target.matches(".many-form") && event.target.elements.namedItem("reason");
  if (!(given instanceof HTMLInputElement)) return;
  reason = given.value;
  fillReason();
});

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[name=one]");
  const row = button && button.closest("li");
  if (!(button instanceof HTMLButtonElement) || !row || button.value.startsWith("tag:")) return;
  event.preventDefault();
  leave(row, button.value);
});

document.addEventListener("focusin", (event) => {
  const row = event.target instanceof Element && event.target.closest("#rows > li");
  if (row && !row.querySelector("a[aria-current]")) mark(row);
});

document.addEventListener("keydown", (event) => {
  const isInList = event.target instanceof Element && event.target.closest("#rows");
  if (!isInList || event.ctrlKey || event.altKey || event.metaKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  move(event.key === "ArrowDown" ? 1 : -1);
});

/** Let a letter do something, and keep the letter out of what it opens. @param {string} key @param {() => void} does */
const letter = (key, does) => onKey(key, (event) => (event.preventDefault(), does()));
/** @param {string} id */
const submit = (id) => {
  const form = $(id);
  if (form instanceof HTMLFormElement) form.requestSubmit();
};

letter("j", () => move(1));
letter("k", () => move(-1));
letter("g", () => one("seen"));
letter("i", () => one("inbox"));
letter("l", () => one("tag"));
letter("e", () => asking("finish"));
letter("a", () => asking("assign"));
letter("h", () => asking("snooze"));
letter("G", () => submit("reading-page"));
letter("E", () => submit("reading-all"));
letter("o", () => {
  const row = here();
  if (!row) return;
  // Who comes back stands where they were.
  history.replaceState(null, "", `#${row.id}`);
  row.querySelector("a")?.click();
});
onKey("Escape", () => {
  if (!letGo()) stand(here() ?? rows()[0]);
});

onDone(settle);
begin();
listen(look);
