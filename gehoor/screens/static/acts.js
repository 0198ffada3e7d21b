// What forms of a conversation do when a script is there: shown at once, sent behind it, and put
// back when the server says that it was not possible.
import { fetchPart, parsed, token } from "./shortcuts.js";
import { canCount, countLeft, mustChoose } from "./counting.js";
import { asItCameIn, comeBack, renewReaders } from "./audience.js";
import { clear, forget, keep, kept, save, saved } from "./drafts.js";
import { toGap } from "./gaps.js";
import { sent } from "./presence.js";
import { patchConversation } from "./renewing.js";

/**
 * @typedef {object} Desk
 * @property {(pk: string) => boolean} leave on to the next conversation, if this page can show it
 * @property {() => void} toList leave this page for the list
 * @property {() => Promise<Document | null>} refetch the open conversation as it now is
 * @property {() => void} drop what was fetched ahead is no longer true
 * @property {() => void} acted what was asked before this may be older than what is shown after it
 * @property {(part: Document, pk: string) => void} put
 * @property {(hints: []) => void} refresh the list, as it now is
 */
const UNDO_LASTS = 60000;

/** @type {Desk} */
let desk;
/** @param {Desk} given */
export const setOpener = (given) => (desk = given);

/** @param {SubmitEvent} event */
export function act(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
  const pane = form.closest("#conversation, #context");
  if (!pane && !form.matches("#flashes form, #dialogs [data-act=snooze]")) return;
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if (button?.value === "draft" || button?.name === "choose") return;
  // A macro may have put a text in the reply: then the whole page is other.
  if (form.action.includes("/undo-macro/")) return;
  // Only the server knows whether this text fits: then it answers with a page, as without a script.
  if (form.matches(".write") && !canCount(form.querySelector("textarea"))) return forget(openPk(), form.dataset.kind ?? "");
  if (form.hasAttribute("data-plain")) return;
  event.preventDefault();
  form.closest("dialog")?.close();
  if (button?.dataset.insert) return insert(form, button.dataset.insert);
  if (button?.value === "discard") discard(form, button);
  else if (button?.value === "apart") setApart(form, button);
  else if (form.matches(".write")) write(form, button);
  else if (["finish", "seen", "left", "unread", "snooze", "giveback"].includes(form.dataset.act ?? "")) finish(form, button);
  else renew(form, button);
}

const openPk = () => document.getElementById("conversation")?.dataset.pk ?? "";

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
function fieldsOf(form, button) {
  const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  if (button?.name) fields.set(button.name, button.value);
  fields.set("csrfmiddlewaretoken", token());
  return fields;
}

/**
 * Post a form; the answer, or the words why not.
 * @param {string} address @param {URLSearchParams} body
 * @returns {Promise<{part: Document | null, problem: string, undo: string, back?: string, told?: string}>} undo: where the way back is; back: where one came from; told: what it became instead
 */
async function send(address, body) {
  desk.drop();
  desk.acted();
  try {
    const answer = await fetchPart(address, { method: "POST", body });
    if (answer.status === 409 && answer.headers.get("Content-Type")?.startsWith("text/html")) return refusedFor(parsed(await answer.text()));
    if (answer.status === 409 || answer.status === 400 || answer.status === 401) return { part: null, problem: await answer.text(), undo: "" };
    if (!answer.ok) return { part: null, problem: words("failed"), undo: "" };
    const [undo, back, told] = ["X-Undo", "X-Back", "X-Told"].map((name) => answer.headers.get(name) ?? "");
    return { part: answer.status === 204 ? null : parsed(await answer.text()), problem: "", undo, back, told: decodeURIComponent(told) };
  } catch {
    return { part: null, problem: words("away"), undo: "" };
  } finally {
    desk.acted();
  }
}

/** Something to choose from comes first: a colleague's answer, or a question. @param {Document} part */
const refusedFor = (part) => ({ part, problem: part.querySelector(`${CHOICES} h3`)?.textContent ?? words("failed"), undo: "" });
const CHOICES = ":is(#collision, #question, #leak, #unwanted, #conduct)";

const words = (/** @type {string} */ name) => document.getElementById("flashes")?.dataset[name] ?? "";

/** Send a reply or a note: it stands in the thread before the server answers. @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
async function write(form, button) {
  const area = form.querySelector("textarea");
  const text = area?.value ?? "";
  if (!area || !text.trim()) return area?.focus();
  if (mustChoose(area, button)) return;
  const pk = openPk();
  const kind = form.dataset.kind ?? "";
  const body = fieldsOf(form, button);
  // Until it is known how this ended, whoever writes meanwhile does not take the place of whom it answers.
  form.querySelector(".readers")?.setAttribute("data-chosen", "");
  const bubble = provisional(form, kind, text);
  const files = clear(form);
  forget(pk, kind);
  // Another text is another message; a second click on the same one must stay the same.
  const uuid = /** @type {HTMLInputElement} */ (form.elements.namedItem("client_uuid"));
  uuid.value = newUuid();
  const isLast = body.get("act") === "finish" || body.has("then_finish");
  form.querySelector(CHOICES)?.remove();
  sent();
  const isGone = isLast && desk.leave(pk);
  if (isLast && !isGone) body.set("leaves", "yes");
  await saved(pk, kind);
  const { part, problem, undo, back, told } = await send(form.action, body);
  if (!problem) {
    asItCameIn(form, text);
    if (told) return waits(told, isGone, pk, bubble);
    // It was begun in a thread, where one goes on.
    if (back && form.isConnected) return location.assign(back);
    if (isLast) return isGone ? tell(words("closed"), "success", undo) : desk.toList();
    return part && pk === openPk() ? patchConversation(part) : undefined;
  }
  bubble.remove();
  const whole = comeBack(form, kind, text, files);
  keep(pk, kind, whole);
  // One may be gone, taken out in another window.
  if (files.length && form.isConnected) import("./files.js").then((module) => module.refresh(form));
  uuid.value = body.get("client_uuid") ?? uuid.value;
  // News may have come while the field was empty; the text that is back has not seen it.
  const seen = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("seen_sequence"));
  if (seen) seen.value = body.get("seen_sequence") ?? seen.value;
  countLeft(area);
  const isHere = form.isConnected && !isGone;
  if (part && isHere) return showChoice(part, form);
  if (!isHere) save(pk, { kind, text: whole, answers: body.get("answers") ?? "" }, form);
  tell(problem, "error", "", isHere ? "" : `/conversations/${pk}/`, part && (() => goBack(part, pk)));
  if (isGone) desk.refresh([]);
  if (isHere) toGap(area);
  const fresh = pk === openPk() ? await desk.refetch() : null;
  if (!fresh || pk !== openPk()) return;
  renewReaders(fresh);
  patchConversation(fresh);
}

/** It waits for a second person, so nothing is finished: its row comes back. @param {string} told @param {boolean} isGone @param {string} pk @param {Element} bubble */
async function waits(told, isGone, pk, bubble) {
  tell(told, "warning", "", isGone ? `/conversations/${pk}/` : "");
  bubble.remove();
  desk.refresh([]);
  const fresh = isGone ? null : await desk.refetch();
  if (fresh && pk === openPk()) patchConversation(fresh);
}

/** Put it beside what was typed, and let one choose. @param {Document} part @param {HTMLFormElement} form */
function showChoice(part, form) {
  const choice = /** @type {HTMLElement | null} */ (part.querySelector(CHOICES));
  patchConversation(part);
  if (!choice) return;
  form.prepend(document.adoptNode(choice));
  choice.focus();
}

/** To where something is to be chosen, from where one went on to. @param {Document} part @param {string} pk */
function goBack(part, pk) {
  desk.put(part, pk);
  /** @type {HTMLElement | null} */ (document.querySelector(CHOICES))?.focus();
  // Its row is the current one again.
  desk.refresh([]);
}

/** Throw away what was typed, because a colleague answered. @param {HTMLFormElement} form @param {HTMLButtonElement} button */
async function discard(form, button) {
  forget(openPk(), form.dataset.kind ?? "");
  await saved(openPk(), form.dataset.kind ?? "");
  renew(form, button);
  clear(form);
  sent();
  form.querySelector(CHOICES)?.remove();
  form.querySelector("textarea")?.focus();
}

/** Put a text behind what is typed, once, ready to be read and sent. @param {HTMLFormElement} form @param {string} text */
function insert(form, text) {
  const area = form.querySelector("textarea");
  const kind = document.getElementById("kind-reply");
  if (kind instanceof HTMLInputElement) kind.checked = true;
  if (!area) return;
  if (!area.value.includes(text)) {
    area.value = `${area.value.trimEnd()}\n\n${text}`.trim();
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

/**
 * Let the server put in a private message what is somebody's own. It makes two drafts of what it knows, so what this tab
 * alone knows goes there first.
 * @param {HTMLFormElement} form @param {HTMLButtonElement} button
 */
async function setApart(form, button) {
  const pk = openPk();
  const answers = String(new FormData(form).get("answers") ?? "");
  const alone = kept(pk, "private");
  if (alone !== null) save(pk, { kind: "private", text: alone, answers }, form);
  await saved(pk, "private");
  if (kept(pk, "private") !== null) return tell(words("failed"), "error");
  forget(pk, "reply");
  await saved(pk, "reply");
  const { part, problem } = await send(form.action, fieldsOf(form, button));
  if (problem || !part) return tell(problem || words("failed"), "error");
  desk.put(part, pk);
  document.getElementById("reply-text")?.focus();
}

/** @param {HTMLFormElement} form @param {string} kind @param {string} text */
function provisional(form, kind, text) {
  const bubble = document.createElement("li");
  bubble.className = `message ${kind === "note" ? "note" : "out"} provisional`;
  const said = document.createElement("div");
  said.className = "words";
  said.textContent = text;
  const state = document.createElement("p");
  state.className = "state";
  state.textContent = kind === "note" ? "" : words("sending");
  bubble.append(said, state);
  document.getElementById("messages")?.append(bubble);
  bubble.scrollIntoView({ block: "nearest" });
  return bubble;
}

/** Close, see without action, or put off: the row leaves at once. @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
async function finish(form, button) {
  const pk = openPk();
  const body = fieldsOf(form, button);
  const what = (form.dataset.act === "left" ? button?.value : form.dataset.act) ?? "";
  if (wantsWhy(form)) return;
  if (!mayLeave(what)) return renew(form, null);
  const isGone = desk.leave(pk);
  if (!isGone) body.set("leaves", "yes");
  const { part, problem, undo } = await send(form.action, body);
  if (!problem && !isGone) return desk.toList();
  tell(problem || part?.body.textContent || words(what), problem ? "error" : "success", undo, problem ? `/conversations/${pk}/` : "");
  if (problem) desk.refresh([]);
}

/** What the protocol does not leave is left for a reason: ask it at once. @param {HTMLFormElement} form */
function wantsWhy(form) {
  const place = /** @type {HTMLDetailsElement | null} */ (document.querySelector("#agreed[data-wants-why]"));
  if (!place || !["finish", "seen"].includes(form.dataset.act ?? "") || document.querySelector("#messages .out:not(.provisional)")) return false;
  place.open = true;
  /** @type {HTMLElement | null} */ (place.querySelector("[name=reason]"))?.focus();
  tell(place.dataset.wantsWhy ?? "", "error");
  return true;
}

/** A reply in doubt keeps the conversation open; then the row stays until the server has said so. @param {string} what */
const mayLeave = (what) => ["unread", "snooze", "giveback"].includes(what) || !document.querySelector("#messages .problem");

/** Any other act: the answer is the conversation as it now is. @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
async function renew(form, button) {
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const isFlash = form.matches("#flashes form");
  const { part, problem } = await send(address, fieldsOf(form, button));
  if (problem) return tell(problem, "error");
  if (isFlash) form.closest(".notice")?.remove();
  if (part) {
    const pk = part.getElementById("conversation")?.dataset.pk ?? "";
    if (pk === openPk() && !form.matches(".undo")) return patchConversation(part, { from: form });
    desk.put(part, pk);
    const area = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("reply-text"));
    (area?.value ? area : document.getElementById("conversation-title"))?.focus();
  }
}

/**
 * Tell what happened, with the way back. What is to be chosen stays until it is.
 * @param {string} text @param {string} tone @param {string} [undo] @param {string} [href] @param {(() => void) | null} [go] instead of to there
 */
function tell(text, tone, undo = "", href = "", go = null) {
  const place = document.getElementById("flashes");
  if (!place) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.tone = tone;
  const said = document.createElement(href ? "a" : "p");
  if (said instanceof HTMLAnchorElement) said.href = href;
  said.textContent = text;
  if (go) said.addEventListener("click", (event) => (event.preventDefault(), notice.remove(), go()));
  notice.append(said);
  if (undo) notice.append(undoForm(undo));
  // What still goes on for many conversations, or can be undone for them, stays.
  for (const old of [...place.children]) if (!old.matches(".many-told")) old.remove();
  place.append(notice);
  if (!go) setTimeout(() => notice.remove(), UNDO_LASTS);
}

/** @param {string} address */
function undoForm(address) {
  const form = document.createElement("form");
  [form.method, form.action, form.dataset.undo] = ["post", address, ""];
  const button = document.createElement("button");
  button.className = "button plain small";
  button.textContent = words("undo");
  const key = document.createElement("kbd");
  key.textContent = "z";
  button.append(key);
  form.append(button);
  return form;
}

/** A random UUID, also where crypto.randomUUID is not given (plain http on an intranet). */
function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
