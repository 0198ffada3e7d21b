// The keys of every screen, the help dialog, and small things native elements leave to us.
// Letters work outside fields only, never with Alt, and can be switched off (WCAG 2.1.4).

/** @type {Map<string, (event: KeyboardEvent) => void>} */
const keys = new Map();

const areLettersOn = () => document.documentElement.dataset.letters === "on";

document.documentElement.dataset.script = "on";

/**
 * Let a key do something. Keys with a name longer than one character always work.
 * @param {string} key
 * @param {(event: KeyboardEvent) => void} act
 */
export function onKey(key, act) {
  keys.set(key, act);
}

/** @param {EventTarget | null} target */
export const isField = (target) =>
  target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;

/**
 * Say something to who cannot see it appear.
 * @param {string} words
 */
export function announce(words) {
  const place = document.getElementById("announcements");
  if (place) place.textContent = words;
}

/**
 * Parse what our own server sent. Nothing in it runs: scripts in parsed documents never do.
 * @param {string} html
 */
export const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

/** What a screen sends that renews itself: nobody need be at work. */
export const BY_ITSELF = { headers: { "X-By-Itself": "1" } };

/**
 * Ask our own server for a part of a page.
 * @param {string} address
 * @param {RequestInit} [more]
 */
export async function fetchPart(address, more = {}) {
  const answer = await fetch(address, { ...more, headers: { "X-Fragment": "1", ...more.headers }, redirect: "error" });
  if (answer.status === 401) showLoggedOut();
  return answer;
}

/** The session has ended. What is being typed stays, and is there again after logging in. */
function showLoggedOut() {
  const place = document.getElementById("logged-out");
  const link = place?.querySelector("a");
  if (!place || !link || !place.hidden) return;
  link.search = new URLSearchParams({ next: location.pathname + location.search }).toString();
  place.hidden = false;
}

export const token = () => document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";

// While a conversation is on its way, letters wait: they are meant for that one, not for the last.
let held = 0;
/** @type {string[]} */
const waiting = [];
const GOES_ON = new Set(["j", "k"]);

/**
 * Keep letters waiting until the work is done.
 * @param {Promise<unknown>} work
 */
export async function hold(work) {
  held += 1;
  await work.catch(() => {});
  held -= 1;
  while (waiting.length && !held) strike(/** @type {string} */ (waiting.shift()));
}

/** A key that waited: typed when a field has the focus by now, else it does what it does. @param {string} key */
function strike(key) {
  const field = document.activeElement ?? document.body;
  if (key.length === 1 && isField(field) && (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) {
    field.setRangeText(key, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  } else field.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: key !== key.toLowerCase(), bubbles: true, cancelable: true }));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.key === "Dead" || event.altKey || event.metaKey || event.ctrlKey) return;
  const isLetter = event.key.length === 1;
  const waits = held && areLettersOn() && !isField(event.target);
  if (waits && (waiting.length ? isLetter || event.key === "Escape" : isLetter && !GOES_ON.has(event.key))) {
    event.preventDefault();
    waiting.push(event.key);
    return;
  }
  if (event.key === "Escape" && closeMenus(document)) return;
  if (document.querySelector("dialog[open]") || (isLetter && (isField(event.target) || !areLettersOn()))) return;
  // Shift says what is meant, also while Caps Lock is on.
  const act = keys.get(!isLetter ? event.key : event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase());
  if (act) act(event);
});

/** Close open menus; give focus back to the summary. @param {Document} page */
function closeMenus(page) {
  const open = page.querySelector("details.menu[open]");
  if (!(open instanceof HTMLDetailsElement)) return false;
  const hadFocus = open.contains(page.activeElement);
  open.open = false;
  if (hadFocus) open.querySelector("summary")?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.getAttribute("data-opens") ?? "");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
});

/**
 * Show the dialog that an address gives a script; without one the address itself is a page.
 * @param {string} address @param {HTMLDialogElement | null} [ready] one that was fetched before
 */
export async function showDialog(address, ready = null) {
  const place = document.getElementById("dialogs");
  const dialog = ready ?? (await fetchDialog(address));
  if (!place || !dialog) return location.assign(address);
  place.replaceChildren(document.adoptNode(dialog));
  // What had focus may have been renewed meanwhile; then focus would be nowhere.
  dialog.addEventListener("close", () => {
    const active = document.activeElement;
    if (active === document.body || dialog.contains(active)) (document.getElementById("conversation-title") ?? document.getElementById("main"))?.focus();
  });
  dialog.showModal();
  return dialog;
}

/** @param {string} address */
async function fetchDialog(address) {
  const answer = await fetchPart(address).catch(() => null);
  return answer?.ok ? parsed(await answer.text()).querySelector("dialog") : null;
}

/** Do what a key does, for who chose it by name. @param {string} key */
export const strikeFor = (key) => keys.get(key)?.(new KeyboardEvent("keydown", { key, cancelable: true }));

onKey("?", (event) => {
  event.preventDefault();
  showDialog("/help/keys/");
});

onKey("z", (event) => {
  const undo = [...document.querySelectorAll("form[data-undo]")].at(-1);
  if (undo instanceof HTMLFormElement) {
    event.preventDefault();
    undo.requestSubmit();
  }
});
