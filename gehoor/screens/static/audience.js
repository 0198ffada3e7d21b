// For whom an answer is written, and until when. What is for one person only is a text with files of its own:
// making the circle smaller takes along what stands there, making it wider never does.
import { forget, kept } from "./drafts.js";
import { announce } from "./shortcuts.js";

const LOOK_EVERY = 5000;

/** @param {HTMLFormElement} form */
const pkOf = (form) => form.closest("[data-pk]")?.getAttribute("data-pk") ?? "";

/** Where the text for the other readers waits. @param {HTMLFormElement} form */
const otherOf = (form) => /** @type {HTMLElement | null} */ (form.querySelector("[data-draft]"));

/** Where the files for the other readers wait. @param {HTMLFormElement} form */
const waiting = (form) => /** @type {HTMLTemplateElement | null} */ (form.querySelector("template[data-files]"))?.content;

/** @param {string} value */
const kindFor = (value) => (value === "direct" ? "private" : "reply");

/** Put the text and files in place that are for these readers. @param {HTMLFormElement} form @param {string} value */
function chosen(form, value) {
  const other = otherOf(form);
  const area = form.querySelector("textarea");
  const from = form.dataset.kind ?? "";
  const to = kindFor(value);
  if (!other || !area || from === to) return;
  const mine = area.value;
  const theirs = kept(pkOf(form), to) ?? other.textContent ?? "";
  const isEmpty = !theirs.trim() && !waiting(form)?.querySelector("li");
  [other.textContent, other.dataset.draft, form.dataset.kind] = [mine, from, to];
  /** @type {HTMLInputElement} */ (form.elements.namedItem("written_for")).value = to;
  area.value = to === "private" && !theirs.trim() ? mine : theirs;
  changeFiles(form, { takesAlong: to === "private" && isEmpty });
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** Let the files change places with those that wait. @param {HTMLFormElement} form @param {{takesAlong: boolean}} how */
function changeFiles(form, { takesAlong }) {
  const list = /** @type {HTMLElement | null} */ (form.querySelector(".draft-files"));
  const wait = waiting(form);
  if (!list || !wait) return;
  if (takesAlong && "along" in list.dataset && list.querySelector("li")) {
    // What goes along is shown until it has a copy of its own, so nothing is sent without it meanwhile.
    wait.replaceChildren(...[...list.childNodes].map(copyOf));
    import("./files.js").then((module) => module.takeAlong(form));
    return;
  }
  const mine = [...list.childNodes];
  list.replaceChildren(...wait.childNodes);
  wait.replaceChildren(...mine);
  list.toggleAttribute("data-empty", !list.querySelector("li, .error"));
}

/** With what was typed in it, which cloning leaves out. @param {Node} node */
function copyOf(node) {
  const copy = node.cloneNode(true);
  if (!(node instanceof Element) || !(copy instanceof Element)) return copy;
  const typed = node.querySelectorAll("input");
  for (const [place, field] of copy.querySelectorAll("input").entries()) field.value = typed[place].value;
  return copy;
}

/**
 * A text that did not go comes back where it was written, also when others are shown meanwhile.
 * @param {HTMLFormElement} form @param {string} kind @param {string} text @param {Node[]} files
 */
export function comeBack(form, kind, text, files) {
  const isShown = (form.dataset.kind ?? "") === kind;
  const other = otherOf(form);
  const area = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const since = isShown ? area.value : (other?.textContent ?? "");
  const whole = since && since !== text ? `${text}\n\n${since}` : text;
  if (isShown) area.value = whole;
  else if (other) other.textContent = whole;
  (isShown ? form.querySelector(".draft-files") : waiting(form))?.prepend(...files);
  return whole;
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
  const isSame = other?.textContent === text;
  if (other && isSame) {
    forget(pkOf(form), other.dataset.draft ?? "");
    other.textContent = "";
  }
  if (choice instanceof HTMLInputElement && !choice.checked && area && !area.value) {
    choice.checked = true;
    chosen(form, choice.value);
  }
  // Of the same text for other readers the same files are gone; the server knows which.
  if (isSame && form.querySelector(".draft-files li")) import("./files.js").then((module) => module.refresh(form));
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
  const form = document.getElementById("readers")?.closest("form");
  if (form) chosen(form, String(new FormData(form).get("visibility") ?? ""));
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
