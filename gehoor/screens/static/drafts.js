// Keeps what somebody types: in this tab at once, on the server a second later. Kept per
// conversation and kind, so that nothing bleeds into another conversation.
import { countLeft } from "./counting.js";
import { fetchPart, parsed, token } from "./shortcuts.js";

const WAIT = 1000;
/** @type {Map<string, number>} */
const waiting = new Map();

/** @param {HTMLFormElement} form */
const composerOf = (form) => /** @type {HTMLElement} */ (form.closest("[data-pk]"));
/** @param {string | undefined} pk @param {string | undefined} kind */
const name = (pk, kind) => `draft-${pk}-${kind}`;

/**
 * Put back what this tab knows better than the server, and count what is left.
 * @param {ParentNode} within
 */
export function restore(within) {
  for (const form of within.querySelectorAll("form.write")) {
    if (!(form instanceof HTMLFormElement)) continue;
    const kept = sessionStorage.getItem(name(composerOf(form).dataset.pk, form.dataset.kind));
    const area = form.querySelector("textarea");
    if (area && kept !== null) area.value = kept;
    if (area) countLeft(area);
  }
}

/**
 * The text has gone where it should; forget the draft.
 * @param {string} pk @param {string} kind
 */
export function forget(pk, kind) {
  clearTimeout(waiting.get(name(pk, kind)));
  waiting.delete(name(pk, kind));
  sessionStorage.removeItem(name(pk, kind));
}

/**
 * Show a composer as new, after its text has gone; return its files, which may have to come back.
 * @param {HTMLFormElement} form
 */
export function clear(form) {
  const area = form.querySelector("textarea");
  const place = form.querySelector(".kept");
  if (area) area.value = "";
  if (area) countLeft(area);
  if (place) place.textContent = "";
  form.querySelector(".remarks")?.replaceChildren();
  const files = form.querySelector(".draft-files");
  const held = [...(files?.childNodes ?? [])];
  files?.replaceChildren();
  return held;
}

/** What this tab knows better than the server. @param {string} pk @param {string} kind */
export const kept = (pk, kind) => sessionStorage.getItem(name(pk, kind));

/**
 * A text came back to us: keep it as the draft it was.
 * @param {string} pk @param {string} kind @param {string} text
 */
export function keep(pk, kind, text) {
  sessionStorage.setItem(name(pk, kind), text);
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || !area.form?.matches(".write")) return;
  const form = area.form;
  const pk = composerOf(form).dataset.pk ?? "";
  const kind = form.dataset.kind ?? "";
  // As it is now: a second later the field may hold what is for other readers.
  const text = area.value;
  const answers = String(new FormData(form).get("answers") ?? "");
  countLeft(area);
  keep(pk, kind, text);
  say(form, "unkept");
  clearTimeout(waiting.get(name(pk, kind)));
  waiting.set(name(pk, kind), setTimeout(() => save(pk, { kind, text, answers }, form), WAIT));
});

/** @type {Map<string, Promise<void>>} */
const saving = new Map();
/** @type {(pk: string) => void} */
let afterwards = () => {};
/** What is done when the server has taken a draft: pages of before do not show it. @param {(pk: string) => void} given */
export const onKept = (given) => (afterwards = given);

/** What is on its way to the server has arrived: what is sent next comes after it. @param {string} pk @param {string} kind */
export const saved = async (pk, kind) => saving.get(name(pk, kind));

/** @typedef {{kind: string, text: string, answers: string}} Draft */

/** One after the other, so that an older text never comes to stand for a newer. @param {string} pk @param {Draft} draft @param {HTMLFormElement} form */
export function save(pk, draft, form) {
  const { kind } = draft;
  waiting.delete(name(pk, kind));
  saving.set(name(pk, kind), saved(pk, kind).then(() => post(pk, draft, form)));
}

/** @param {string} pk @param {Draft} draft @param {HTMLFormElement} form */
async function post(pk, draft, form) {
  const { kind, text } = draft;
  const body = new URLSearchParams({ ...draft, csrfmiddlewaretoken: token() });
  try {
    const answer = await fetchPart(`/conversations/${pk}/draft/`, { method: "POST", body, keepalive: text.length < 20000 });
    if (!answer.ok) return;
    const place = form.querySelector(".remarks");
    const remarks = answer.status === 200 ? parsed(await answer.text()).body.childNodes : [];
    if (form.isConnected) place?.replaceChildren(...remarks);
    afterwards(pk);
    if (waiting.has(name(pk, kind))) return;
    // From here the server knows it too, also for another computer.
    if (sessionStorage.getItem(name(pk, kind)) === text) sessionStorage.removeItem(name(pk, kind));
    say(form, "kept");
  } catch {
    // The tab still has it; the next key tries again.
  }
}

/** @param {HTMLFormElement} form @param {"kept" | "unkept"} state */
function say(form, state) {
  const place = form.querySelector(".kept");
  if (place instanceof HTMLElement) place.textContent = place.dataset[state] ?? "";
}
