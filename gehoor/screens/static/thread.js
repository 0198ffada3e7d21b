// The page of a thread under the hand: from post to post, choose one, answer one. It tells that there is
// more than it shows; what is being read stays where it is.
import { BY_ITSELF, announce, fetchPart, onKey, parsed } from "./shortcuts.js";
import { listen } from "./live.js";

const page = document.querySelector("[data-thread]");
let timer = 0;

/** @param {import("./live.js").Hint[]} hints */
function look(hints) {
  const isOurs = hints.some((hint) => hint.kind === "conversation" && String(hint.id) === page?.getAttribute("data-thread"));
  if (isOurs) timer ||= setTimeout(renew, 500);
}

async function renew() {
  timer = 0;
  const answer = await fetchPart(location.pathname + location.search, BY_ITSELF).catch(() => null);
  if (!answer?.ok) return;
  const fresh = parsed(await answer.text());
  const hasMore = words("thread-sum", document) !== words("thread-sum", fresh);
  for (const place of ["thread-sum", "thread-looked"]) takeOver(place, fresh);
  const notice = document.getElementById("thread-changed");
  if (!hasMore || !notice?.hidden) return;
  notice.hidden = false;
  announce(notice.innerText.trim());
}

/** @param {string} id @param {Document} where */
const words = (id, where) => where.getElementById(id)?.textContent?.trim() ?? "";

/** @param {string} id @param {Document} fresh */
function takeOver(id, fresh) {
  const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
  if (!old || !next || old.contains(document.activeElement)) return;
  old.replaceChildren(...next.childNodes);
}

const here = () => document.activeElement?.closest("#posts > li");

/** To the next post, or the one before; past the last of a page on to the page beside it. @param {number} step */
function move(step) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#posts > li")]);
  const place = all.indexOf(/** @type {HTMLElement} */ (here()));
  const next = all[place === -1 && step < 0 ? all.length - 1 : place + step];
  if (!next) return click(document, step > 0 ? ".pages [rel=next]" : ".pages [rel=prev]");
  next.tabIndex = -1;
  next.focus();
}

/** @param {ParentNode | null | undefined} within @param {string} what */
function click(within, what) {
  const found = within?.querySelector(what);
  if (found instanceof HTMLElement) found.click();
}

/** Let a letter do something, and keep the letter out of what it opens. @param {string} key @param {() => void} does */
const letter = (key, does) => onKey(key, (event) => (event.preventDefault(), does()));

letter("j", () => move(1));
letter("k", () => move(-1));
letter("x", () => click(here(), ".choose-post input"));
letter("r", () => click(here(), "[data-answer]"));
listen(look);
