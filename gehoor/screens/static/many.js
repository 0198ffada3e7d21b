// Choosing many conversations, and acting on them at once. The boxes and the bar are a form that also
// works without this script; then what an act needs is asked on a page instead of in a dialog.
import { announce, fetchPart, isField, onKey, parsed, showDialog } from "./shortcuts.js";

const AGAIN = 1000;
const UNDO_LASTS = 60000;

/** @type {(form?: HTMLFormElement) => void} */
let afterwards = () => {};
/** What renews the list once something was done, and by which form. @param {(form?: HTMLFormElement) => void} given */
export const onDone = (given) => (afterwards = given);

const bar = () => /** @type {HTMLFormElement | null} */ (document.getElementById("many"));
const boxes = () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#rows .choose input")]);
const chosen = () => boxes().filter((box) => box.checked);
const everything = () => bar()?.querySelector("[name=all]");
export const isChoosing = () => chosen().length > 0;

/** @param {Element | null | undefined} row */
const boxOf = (row) => /** @type {HTMLInputElement | null} */ (row?.closest("li")?.querySelector(".choose input") ?? null);
const links = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#rows > li > a")]);

/** The row one is at: which has focus, else which is open, else the first. */
function here() {
  const focused = document.activeElement?.closest("#rows li")?.querySelector("a");
  return focused ?? document.querySelector("#rows a[aria-current]") ?? links()[0];
}

/** Say how many are chosen, to the eye and to who cannot see it. */
function tell() {
  const form = bar();
  const place = document.getElementById("many-number");
  if (!form || !place) return;
  const all = everything();
  const number = chosen().length;
  if (all instanceof HTMLInputElement && !number) all.checked = false;
  const isAll = all instanceof HTMLInputElement && all.checked;
  const words = (number === 1 ? form.dataset.one : form.dataset.more?.replace("#", String(number))) ?? "";
  const told = isAll ? (all.closest("label")?.textContent ?? "") : words;
  if (place.textContent === told) return;
  place.textContent = told;
  announce(number ? told : "");
}

/** Only the box of the row that Tab comes to can be come to by Tab. */
function rove() {
  for (const link of links()) {
    const box = boxOf(link);
    if (box) box.tabIndex = link.tabIndex;
  }
}

/** @param {Element | null | undefined} row @param {boolean} is */
function choose(row, is) {
  const box = boxOf(row);
  if (box) box.checked = is;
}

/** Choose this row and the one after it, and stand there; nothing opens. @param {number} step */
function extend(step) {
  const all = links();
  const row = here();
  const next = all[all.indexOf(/** @type {HTMLAnchorElement} */ (row)) + step];
  choose(row, true);
  choose(next, true);
  tell();
  if (!next) return;
  for (const each of all) each.tabIndex = each === next ? 0 : -1;
  next.focus();
  rove();
}

onKey("x", (event) => {
  event.preventDefault();
  const row = here();
  choose(row, !boxOf(row)?.checked);
  tell();
  if (row instanceof HTMLElement && !document.activeElement?.closest("#rows")) row.focus();
});
onKey("J", (event) => (event.preventDefault(), extend(1)));
onKey("K", (event) => (event.preventDefault(), extend(-1)));

/** Begin an act on what is chosen; false when nothing is. @param {string} name */
export function together(name) {
  const button = isChoosing() && bar()?.querySelector(`[value="${name}"]`);
  if (button instanceof HTMLButtonElement) bar()?.requestSubmit(button);
  return button instanceof HTMLButtonElement;
}

/** Choose nothing any more; false when nothing was. */
export function letGo() {
  if (!isChoosing()) return false;
  for (const box of chosen()) box.checked = false;
  tell();
  return true;
}

/**
 * @param {HTMLFormElement} form @param {HTMLElement | null} button
 * @returns {Promise<{page: Document | null, problem: string}>}
 */
async function send(form, button) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  if (button instanceof HTMLButtonElement && button.name) body.set(button.name, button.value);
  try {
    const answer = await fetchPart(form.action, { method: "POST", body });
    const isPage = answer.headers.get("Content-Type")?.startsWith("text/html");
    if (isPage) return { page: parsed(await answer.text()), problem: "" };
    return { page: null, problem: await answer.text() };
  } catch {
    return { page: null, problem: document.getElementById("flashes")?.dataset.away ?? "" };
  }
}

let isSending = false;

/** A second press while the first is on its way is the same press. @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function submit(form, button) {
  if (isSending) return;
  isSending = true;
  const { page, problem } = await send(form, button);
  isSending = false;
  const dialog = page?.querySelector("dialog");
  if (dialog) return (await showDialog(form.action, dialog))?.addEventListener("close", focusList);
  document.querySelector("#dialogs dialog")?.remove();
  show(page ? [...page.querySelectorAll(".many-told")] : [notice(problem)], form.closest(".many-told"));
  if (problem) return;
  letGo();
  afterwards(form);
  focusList();
}

/** @param {string} problem */
export function notice(problem) {
  const made = document.createElement("div");
  made.className = "notice";
  made.dataset.tone = "error";
  made.textContent = problem;
  return made;
}

/** The dialog has gone: be in the list again. */
function focusList() {
  const row = here();
  if (row instanceof HTMLElement) row.focus();
  else document.getElementById("list")?.focus();
}

/**
 * Show how it went, and go on looking while it is not at its end.
 * @param {Element[]} told @param {Element | null} [instead] the one whose end this is; else it is told alone
 */
function show(told, instead = null) {
  const place = document.getElementById("flashes");
  if (!place) return;
  const shown = told.map((each) => document.adoptNode(each));
  if (instead?.isConnected) instead.replaceWith(...shown);
  else place.replaceChildren(...shown);
  for (const each of shown) follow(/** @type {HTMLElement} */ (each));
}

/** Tell it below what was told before, so that each can be undone. @param {Element} told @param {number} most */
export function tellBeside(told, most) {
  const place = document.getElementById("flashes");
  for (const old of [...(place?.children ?? [])].slice(0, 1 - most)) old.remove();
  const shown = /** @type {HTMLElement} */ (document.adoptNode(told));
  place?.append(shown);
  follow(shown);
}

/** @param {HTMLElement} told */
const isReadIn = (told) => told.contains(document.activeElement) || told.querySelector("details[open]") !== null;

/** @param {HTMLElement} told */
function follow(told) {
  if (!("busy" in told.dataset)) return setTimeout(() => (isReadIn(told) ? follow(told) : told.remove()), UNDO_LASTS);
  return setTimeout(async () => {
    if (!told.isConnected) return;
    const answer = await fetchPart(`/many/?act=${told.dataset.many}`, { headers: { "X-By-Itself": "1" } }).catch(() => null);
    const fresh = answer?.ok ? parsed(await answer.text()).querySelector(".many-told") : null;
    if (!told.isConnected) return;
    if (!fresh) return follow(told);
    const hadFocus = told.contains(document.activeElement);
    const next = /** @type {HTMLElement} */ (document.adoptNode(fresh));
    told.replaceWith(next);
    if (hadFocus) next.querySelector("button")?.focus();
    follow(next);
    if (!("busy" in next.dataset)) afterwards();
  }, AGAIN);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !new URL(form.action).pathname.startsWith("/many/")) return;
  // A button that leads elsewhere leads there as without a script.
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  submit(form, event.submitter);
});

document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.closest(".choose, .many")) tell();
});

document.addEventListener("focusin", (event) => {
  if (event.target instanceof Element && event.target.closest("#rows")) rove();
});

document.addEventListener("keydown", (event) => {
  const isAll = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "a";
  if (!isAll || isField(event.target) || !(event.target instanceof Element) || !event.target.closest("#list")) return;
  event.preventDefault();
  const is = boxes().some((box) => !box.checked);
  for (const box of boxes()) box.checked = is;
  tell();
});

/** The list was renewed: what was shown when is renewed too, unless something is being chosen. @param {Document} fresh */
export function renewMany(fresh) {
  rove();
  if (isChoosing()) return tell();
  const old = bar();
  const next = fresh.getElementById("many");
  if (old && next) old.replaceWith(document.adoptNode(next));
}

rove();
