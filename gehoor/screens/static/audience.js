// For whom an answer is written, and until when. What is for one person only is a text of its own: making
// the circle smaller takes along what was typed, making it wider never does.
import { forget, kept } from "./drafts.js";
import { announce } from "./shortcuts.js";

const LOOK_EVERY = 5000;

/** @param {HTMLFormElement} form */
const pkOf = (form) => form.closest("[data-pk]")?.getAttribute("data-pk") ?? "";

/** Where the text for the other readers waits. @param {HTMLFormElement} form */
const otherOf = (form) => /** @type {HTMLElement | null} */ (form.querySelector("[data-draft]"));

/** Put the text in place that is for these readers. @param {HTMLFormElement} form @param {string} value */
function chosen(form, value) {
  const other = otherOf(form);
  const area = form.querySelector("textarea");
  const from = form.dataset.kind ?? "";
  const to = value === "direct" ? "private" : "reply";
  if (!other || !area || from === to) return;
  const mine = area.value;
  const theirs = kept(pkOf(form), to) ?? other.textContent ?? "";
  [other.textContent, other.dataset.draft, form.dataset.kind] = [mine, from, to];
  area.value = to === "private" && !theirs.trim() ? mine : theirs;
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "visibility" && target.form) chosen(target.form, target.value);
});

/** An answer has gone: the next is for as many as read what it answers. @param {HTMLFormElement} form @param {string} text */
export function asItCameIn(form, text) {
  const choice = form.querySelector("[data-came-in]");
  const other = otherOf(form);
  const area = form.querySelector("textarea");
  document.getElementById("readers")?.removeAttribute("data-chosen");
  if (other?.textContent === text) {
    forget(pkOf(form), other.dataset.draft ?? "");
    other.textContent = "";
  }
  if (!(choice instanceof HTMLInputElement) || choice.checked || !area || area.value) return;
  choice.checked = true;
  chosen(form, choice.value);
}

/** What is being answered, by choice or by what is typed, for an address that asks for all this again. */
export function answersToo() {
  const readers = document.getElementById("readers");
  const one = /** @type {HTMLInputElement | null | undefined} */ (readers?.querySelector("[name=answers]"));
  const text = one?.form?.querySelector("textarea")?.value.trim();
  return one && (text || "chosen" in (readers?.dataset ?? {})) ? `&answers=${one.value}` : "";
}

/** Somebody else is answered now: name them, and keep the choice. @param {Document} fresh */
export function renewReaders(fresh) {
  const old = document.getElementById("readers");
  const next = fresh.getElementById("readers");
  if (!old || !next || old.dataset.whom === next.dataset.whom || old.contains(document.activeElement)) return;
  const value = /** @type {HTMLInputElement | null} */ (old.querySelector(":checked"))?.value;
  old.replaceWith(document.adoptNode(next));
  const again = document.getElementById(`audience-${value}`);
  if (again instanceof HTMLInputElement) again.checked = true;
}

const line = () => /** @type {HTMLElement | null} */ (document.querySelector("#reply-windows [data-renew]"));

/** Ask anew for the words of until when one can answer, once they are others. @param {() => Promise<unknown>} renew */
export function watchWindows(renew) {
  setInterval(async () => {
    const shown = line();
    if (!shown || document.visibilityState === "hidden") return;
    shown.dataset.since ??= String(performance.now());
    if (performance.now() - Number(shown.dataset.since) < Number(shown.dataset.renew) * 1000) return;
    const tone = shown.dataset.tone;
    shown.dataset.since = String(performance.now());
    await renew();
    const now = /** @type {HTMLElement | null} */ (document.querySelector("#reply-windows .window"));
    if (now && now.dataset.tone !== tone) announce(now.innerText);
  }, LOOK_EVERY);
}
