// Puts fresh parts of the open conversation in place of stale ones, keeping focus, open details, and what
// is being typed.
import { answersToo, renewReaders } from "./audience.js";
import { arrange, keepFocus, replace } from "./patch.js";
import { show as showPresence } from "./presence.js";

/**
 * Renew the open conversation: head, messages, context. The composer stays; only what it has seen
 * moves on, and not past a colleague's answer that the writer may not have noticed. What one is at
 * work in stays too, unless it was an act of one's own from there.
 * @param {Document} fresh @param {{from?: Element | null}} [how]
 */
export function patchConversation(fresh, { from = null } = {}) {
  const pane = document.getElementById("conversation");
  const next = fresh.getElementById("conversation");
  if (!pane || !next || pane.dataset.pk !== next.dataset.pk) return;
  // Read first: what is put in place is no longer in the fresh page.
  const answers = [...next.querySelectorAll("[data-ours=colleague]")].map((each) => Number(each.getAttribute("data-sequence")));
  const isAtWork = pane.querySelector("details.menu[open], #conversation-head :is(input, select):focus") !== null;
  if (!isAtWork || from?.closest("#conversation-head")) keepFocus("#conversation-head", () => replace(document.getElementById("conversation-head"), fresh.getElementById("conversation-head")));
  const mayRenew = (/** @type {string} */ id) => !isTypingIn(id) || from?.closest(`#${id}`);
  if (mayRenew("around")) replace(document.getElementById("around"), fresh.getElementById("around"));
  if (mayRenew("messages")) keepFocus("#messages", () => patchMessages(fresh));
  if (mayRenew("context")) keepFocus("#context", () => patchContext(fresh));
  if (document.getElementById("tips")) replace(document.getElementById("tips"), fresh.getElementById("tips"));
  if (document.getElementById("reply-windows")) replace(document.getElementById("reply-windows"), fresh.getElementById("reply-windows"));
  if (from?.closest("#presence")) document.getElementById("presence")?.replaceWith(document.adoptNode(/** @type {Element} */ (fresh.getElementById("presence"))));
  else showPresence(fresh);
  pane.dataset.last = next.dataset.last;
  pane.dataset.status = next.dataset.status;
  const area = document.getElementById("reply-text");
  const isWriting = area instanceof HTMLTextAreaElement && area.value.trim() !== "";
  // Who writes, or chose whom to answer, goes on answering them.
  if (!isWriting && !answersToo()) renewReaders(fresh);
  const seen = pane.querySelector("[name=seen_sequence]");
  if (!(seen instanceof HTMLInputElement)) return;
  const known = Number(seen.value);
  const newer = answers.filter((sequence) => sequence > known);
  seen.value = newer.length && isWriting ? String(Math.max(known, Math.min(...newer) - 1)) : (next.dataset.last ?? seen.value);
}

/** @param {Document} fresh */
function patchMessages(fresh) {
  const place = document.getElementById("messages");
  const next = fresh.getElementById("messages");
  if (!place || !next) return;
  const kept = [...next.children].map((item) => {
    const known = item.id ? document.getElementById(item.id) : null;
    if (!known || known.dataset.version !== item.getAttribute("data-version")) return document.adoptNode(item);
    renewAddresses(known, item);
    return known;
  });
  arrange(place, kept);
}

/** Addresses of what strangers sent are short-lived: take the fresh ones. @param {Element} known @param {Element} item */
function renewAddresses(known, item) {
  const fresh = [...item.querySelectorAll(".attachment a, .original iframe")];
  for (const [place, old] of [...known.querySelectorAll(".attachment a, .original iframe")].entries()) {
    const name = old instanceof HTMLIFrameElement ? "src" : "href";
    const isOpen = old.closest("details")?.open ?? false;
    if (!isOpen && fresh[place]) old.setAttribute(name, fresh[place].getAttribute(name) ?? "");
  }
}

/** @param {Document} fresh */
function patchContext(fresh) {
  const old = document.getElementById("context-details");
  const next = fresh.getElementById("context-details");
  if (!(old instanceof HTMLDetailsElement) || !(next instanceof HTMLDetailsElement)) return;
  if (old.querySelector("#log[open]")) return;
  next.open = old.open;
  replace(old, next);
}

/** @param {string} id */
const isTypingIn = (id) => document.getElementById(id)?.contains(document.activeElement) ?? false;
