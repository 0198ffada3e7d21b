// The Postvak under the hand: keys, prefetched conversations, news. What an open conversation needs comes
// with conversation.js. Every act is a form or a link that also works without a script.
import { BY_ITSELF, announce, fetchPart, hold, isField, onKey, parsed, showDialog, token } from "./shortcuts.js";
import { listen } from "./live.js";
import { patchList } from "./patch.js";
import { keepTerms } from "./terms.js";
import { arrive, hinted } from "./presence.js";
import { letGo, onDone, renewMany, together } from "./many.js";

const FRESH = 30000;
const PATIENCE = 30000;
const QUIET = 5000;
const ADDRESSES_LAST = 8 * 60000;
const isNarrow = matchMedia("(width < 48rem)");

/** @type {Map<string, {at: number, part: Promise<Document | null>}>} */
const cache = new Map();
let sequence = 0;
// Goes up when an act begins and when it has ended: what was asked before that may be older than its answer.
let acts = 0;
let direction = 1;
let announcedAt = 0;
let shownAt = performance.now();
let place = 0;

const $ = (/** @type {string} */ id) => document.getElementById(id);
const rows = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("#rows a")]);
const current = () => document.querySelector("#rows a[aria-current]");
const openPk = () => $("conversation")?.dataset.pk ?? "";

/**
 * @typedef {object} Opened what an open conversation needs
 * @property {() => string} answersToo
 * @property {(then: (pk: string) => void) => void} onKept
 * @property {(fresh: Document) => void} patchConversation
 * @property {(within: ParentNode) => void} restore
 * @property {(desk: import("./acts.js").Desk) => void} setOpener
 * @property {(renew: () => Promise<unknown>) => void} watchWindows
 */
/** @type {Opened | undefined} */
let opened;

/** Called by conversation.js once it is there. @param {Opened} given */
export function begin(given) {
  opened = given;
  opened.setOpener({ leave, toList, refetch, drop: () => cache.clear(), acted: () => (acts += 1), put: putBack, refresh });
  opened.onKept((pk) => forgetFetched([{ kind: "draft", id: Number(pk) }]));
  opened.watchWindows(async () => {
    const pk = openPk();
    const before = acts;
    const part = await refetch(BY_ITSELF);
    if (part && pk === openPk() && before === acts) opened?.patchConversation(part);
  });
  opened.restore(document);
}

/** See that what a conversation needs is there: false when it cannot be had. */
async function ready() {
  if (!opened) await import($("conversation")?.dataset.script ?? "").catch(() => {});
  return opened !== undefined;
}

/** Fetch a conversation, or take it from what was fetched ahead. @param {string} address */
function get(address) {
  const known = cache.get(address);
  if (known && performance.now() - known.at < FRESH) return known.part;
  const part = fetchPart(address)
    .then(async (answer) => (answer.ok ? parsed(await answer.text()) : null))
    .catch(() => null);
  cache.set(address, { at: performance.now(), part });
  // What was not there for a moment is asked again.
  part.then((found) => found || cache.delete(address));
  if (cache.size > 30) cache.delete(cache.keys().next().value ?? "");
  return part;
}

/** Fetch the neighbours of a row ahead, most of all in the direction one goes. @param {HTMLAnchorElement} row */
function prefetchAround(row) {
  const all = rows();
  const place = all.indexOf(row);
  for (const step of [direction, 2 * direction, -direction]) if (all[place + step]) get(all[place + step].href);
}

/**
 * Open the conversation of a row. A later opening wins from an earlier one that answers late.
 * @param {HTMLAnchorElement} row
 * @param {{push?: boolean, focus?: boolean}} [how]
 */
function open(row, how = {}) {
  hold(show(row, how));
}

/** @param {HTMLAnchorElement} row @param {{push?: boolean, focus?: boolean}} how */
async function show(row, { push = true, focus = true }) {
  if (isNarrow.matches) return location.assign(row.href);
  const mine = ++sequence;
  for (const each of rows()) {
    each.toggleAttribute("aria-current", false);
    each.tabIndex = -1;
  }
  row.setAttribute("aria-current", "true");
  row.tabIndex = 0;
  place = rows().indexOf(row);
  if (focus) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const asked = get(row.href);
  const [part, isReady] = await Promise.all([asked, ready()]);
  if (mine !== sequence) return;
  // The list may have been renewed meanwhile, and this row with it.
  row = rows().find((each) => each.dataset.pk === row.dataset.pk) ?? row;
  // What changed while it was on its way here, such as a draft that arrived there, is not in it.
  if (part && cache.get(row.href)?.part !== asked) return show(row, { push, focus });
  if (!part || !isReady) return location.assign(row.href);
  put(part, row.dataset.pk ?? "");
  row.classList.remove("unread");
  if (push) goTo(row.href);
  prefetchAround(row);
}

/** Put a fetched conversation in place, and say that it is seen. @param {Document} part @param {string} pk */
function put(part, pk) {
  const copy = /** @type {Document} */ (part.cloneNode(true));
  const pane = copy.getElementById("conversation");
  const context = copy.getElementById("context");
  if (!pane || !context) return;
  document.querySelector("main")?.classList.remove("list-only");
  $("context")?.remove();
  $("conversation")?.replaceWith(document.adoptNode(pane));
  $("conversation")?.after(document.adoptNode(context));
  opened?.restore(document);
  arrive();
  shownAt = performance.now();
  document.title = `${$("conversation-title")?.textContent} - Gehoor`;
  post(`/conversations/${pk}/shown/`).catch(() => {});
}

/** Put a conversation in place that an undo brought back. @param {Document} part @param {string} pk */
function putBack(part, pk) {
  put(part, pk);
  current()?.removeAttribute("aria-current");
  const address = `/conversations/${pk}/?${$("list")?.dataset.query ?? ""}`;
  if (!address.startsWith(location.pathname)) goTo(address);
}

const addressNow = () => location.pathname + location.search;
// What this page was loaded for: one may have gone back before this script was there.
const loaded = new URL(performance.getEntriesByType("navigation")[0]?.name ?? location.href);
let shownAddress = loaded.pathname + loaded.search;

/** @param {string} href of what is shown from now on */
function goTo(href) {
  history.pushState(null, "", href);
  shownAddress = addressNow();
}

/** @param {string} address @param {Record<string, string>} [fields] */
const post = (address, fields = {}) =>
  fetchPart(address, { method: "POST", body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() }) });

/** On from the row one stands at, or from where the open one was before it left the list. @param {number} step */
function move(step) {
  direction = step;
  const all = rows();
  const hasLeft = openPk() && !current();
  const row = hasLeft ? null : (document.activeElement?.closest("#rows li")?.querySelector("a") ?? current());
  const here = row ? all.indexOf(/** @type {HTMLAnchorElement} */ (row)) : step > 0 ? place - 1 : place;
  const next = all[hasLeft || row ? here + step : 0];
  if (next) open(next);
}

/**
 * This row leaves; on with the next, or with what took its place when it left the list already, such
 * as by being given to somebody else. Without a next one, or on a phone, the page itself must be left:
 * false, and nothing is done, because a page that goes takes along what it was sending.
 * @param {string} pk
 */
function leave(pk) {
  const all = rows();
  const row = all.find((each) => each.dataset.pk === pk);
  const next = row ? (all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1]) : (all[place] ?? all.at(-1));
  if (!next || isNarrow.matches) return false;
  row?.classList.add("leaving");
  setTimeout(() => row?.closest("li")?.remove(), 170);
  open(next);
  return true;
}

function toList() {
  const list = $("list");
  location.assign(list ? listAddress(list) : "/inbox/");
}

/** @type {import("./live.js").Hint[] | null} */
let coming = null;
let isRenewing = false;

/** What changes while the last change is fetched waits for that: an older answer never comes after a newer one. @param {import("./live.js").Hint[]} hints */
async function refresh(hints) {
  const people = hints.filter((hint) => hint.kind === "presence");
  hinted(people.map((hint) => String(hint.id)));
  if (people.length && people.length === hints.length) return;
  coming = [...(coming ?? []), ...hints];
  if (isRenewing) return;
  isRenewing = true;
  while (coming) {
    const now = coming;
    coming = null;
    await renew(now).catch(() => {});
  }
  isRenewing = false;
}

/** Fetch the list and the open conversation anew; never what is being typed. @param {import("./live.js").Hint[]} hints */
async function renew(hints) {
  const list = $("list");
  if (!list) return;
  const pk = openPk();
  const isOld = performance.now() - shownAt > ADDRESSES_LAST;
  const isOurs = isOld || hints.some((hint) => hint.kind === "all" || String(hint.id) === pk);
  forgetFetched(hints);
  const before = acts;
  const how = { ...BY_ITSELF, signal: AbortSignal.timeout(PATIENCE) };
  const [fresh, part] = await Promise.all([
    fetchPart(listAddress(list), how).then(async (answer) => (answer.ok ? parsed(await answer.text()) : null)).catch(() => null),
    pk && isOurs ? refetch(how) : null,
  ]);
  // Somebody may have gone on while this was fetched.
  const news = fresh ? patchList(fresh, current()?.getAttribute("data-pk") ?? openPk()) : "";
  if (fresh) renewMany(fresh);
  if (part && pk === openPk()) {
    if (before !== acts) coming = [...(coming ?? []), ...hints];
    else opened?.patchConversation(part);
    shownAt = performance.now();
  }
  if (news && performance.now() - announcedAt > QUIET) {
    announcedAt = performance.now();
    announce(news);
  }
}

/** What was fetched ahead of these is no longer true. @param {import("./live.js").Hint[]} hints */
function forgetFetched(hints) {
  if (hints.some((hint) => hint.kind === "all")) return cache.clear();
  for (const address of cache.keys()) {
    if (hints.some((hint) => address.includes(`/conversations/${hint.id}/`))) cache.delete(address);
  }
}

/** @param {HTMLElement} list */
function listAddress(list) {
  const query = new URLSearchParams(list.dataset.query);
  query.delete("in");
  return `${list.dataset.address}?${query}`;
}

/** @param {RequestInit} [more] */
const refetch = (more) =>
  fetchPart(`/conversations/${openPk()}/?${$("list")?.dataset.query ?? ""}${opened?.answersToo() ?? ""}`, more)
    .then(async (answer) => (answer.ok ? parsed(await answer.text()) : null))
    .catch(() => null);

onDone(() => refresh([{ kind: "all" }]));

/** Press the button of an act, wherever it stands. @param {string} name */
function press(name) {
  const form = document.querySelector(`[data-act="${name}"]`);
  if (form instanceof HTMLFormElement) form.requestSubmit();
  return form !== null;
}

/** Ask until when to put off what is open; false when nothing can be. */
function snooze() {
  const link = document.querySelector("a[data-snooze]");
  if (link instanceof HTMLAnchorElement) showDialog(link.href);
  return link !== null;
}

/** @param {"reply" | "note"} kind */
function write(kind) {
  const choice = $(`kind-${kind}`);
  if (choice instanceof HTMLInputElement) choice.checked = true;
  $(`${kind}-text`)?.focus();
}

/** Let a letter do something, and keep the letter out of what it opens. @param {string} key @param {() => void} does */
const letter = (key, does) => onKey(key, (event) => (event.preventDefault(), does()));

letter("j", () => move(1));
letter("k", () => move(-1));
letter("r", () => {
  const one = document.querySelector(".message:focus-within [data-answer]");
  if (one instanceof HTMLElement) one.click();
  else write("reply");
});
letter("n", () => write("note"));
letter("e", () => together("finish") || press("finish") || press("reopen"));
letter("g", () => together("seen") || press("seen"));
letter("i", () => press("mine"));
letter("h", () => together("snooze") || snooze());
letter("m", () => /** @type {HTMLElement | null} */ (document.querySelector("a[data-macros]"))?.click());
letter("w", () => /** @type {HTMLElement | null} */ (document.querySelector("a[data-hand-over]"))?.click());
letter("b", () => press("follow"));
letter("v", () => /** @type {HTMLElement | null} */ (document.querySelector("a[data-ask]"))?.click());
letter("q", () => /** @type {HTMLElement | null} */ (document.querySelector("a[data-approvals]"))?.click());
letter("u", () => press("unread"));
letter("o", () => press("take-over"));
letter("t", () => press("giveback"));
letter("f", () => press("false-alarm"));
letter("d", () => {
  const text = document.querySelector("button[data-insert]");
  if (text instanceof HTMLElement) text.click();
});
letter("a", () => {
  if (together("assign")) return;
  const menu = document.querySelector("details[data-act=assign]");
  if (menu instanceof HTMLDetailsElement) menu.open = true;
  $("assign-to")?.focus();
  // Where it has no room, handing over does the same.
  if (document.activeElement !== $("assign-to")) /** @type {HTMLElement | null} */ (document.querySelector("a[data-hand-over]"))?.click();
});
letter("l", () => {
  if (together("tag")) return;
  const details = $("context-details");
  if (details instanceof HTMLDetailsElement) details.open = true;
  $("tag-name")?.focus();
});
for (const digit of "123456789") {
  letter(digit, () => {
    const view = document.querySelector(`a[data-view-key="${digit}"]`);
    if (view instanceof HTMLAnchorElement) location.assign(view.href);
  });
}
onKey("Escape", (event) => {
  if (isField(event.target)) return $("conversation-title")?.focus();
  const row = document.activeElement?.closest("#rows li")?.querySelector("a") ?? current() ?? rows()[0];
  letGo();
  if (row instanceof HTMLElement) row.focus();
});

document.addEventListener("keydown", (event) => {
  const inList = event.target instanceof Element && event.target.closest("#rows");
  if (inList && !event.ctrlKey && !event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key !== "Enter" || event.isComposing) return;
  if (inList && event.target === current()) {
    event.preventDefault();
    $("conversation-title")?.focus();
  }
  if ((event.ctrlKey || event.metaKey) && event.target instanceof HTMLTextAreaElement && event.target.form?.matches(".write")) {
    event.preventDefault();
    const wanted = event.target.form.querySelector(event.shiftKey ? "[value=finish]" : ".primary, .noting");
    if (wanted instanceof HTMLButtonElement) event.target.form.requestSubmit(wanted);
  }
});

document.addEventListener("click", (event) => {
  const row = event.target instanceof Element && event.target.closest("#rows a, a[data-snooze]");
  if (!(row instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if ("snooze" in row.dataset) {
    row.closest("details")?.removeAttribute("open");
    return snooze() && event.preventDefault();
  }
  if (isNarrow.matches) return;
  event.preventDefault();
  open(row);
});

document.addEventListener("pointerover", (event) => {
  const row = event.target instanceof Element && event.target.closest("#rows a");
  if (!(row instanceof HTMLAnchorElement) || isNarrow.matches) return;
  get(row.href);
  ready();
});

document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.dataset.lazy) return;
  const answer = await fetchPart(details.dataset.lazy);
  const lines = answer.ok && parsed(await answer.text()).querySelector("ol");
  if (lines) details.replaceChildren(/** @type {Element} */ (details.firstElementChild), document.adoptNode(lines));
}, true);

// A link within the page, such as to skip to the list, leads nowhere else.
const reloadIfElsewhere = () => addressNow() === shownAddress || location.reload();
addEventListener("popstate", reloadIfElsewhere);
reloadIfElsewhere();

const first = /** @type {HTMLAnchorElement | undefined} */ (current() ?? rows()[0]);
if (first) place = rows().indexOf(first);
for (const row of rows()) row.tabIndex = row === first ? 0 : -1;
if (first && !isNarrow.matches) (current() ? prefetchAround(first) : get(first.href));
// The way back from what was done on another page is an act too.
if (document.querySelector("#flashes form")) ready();
arrive();
keepTerms();
listen(refresh);
