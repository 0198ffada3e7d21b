// What belongs to a text and is needed only when somebody asks for it: files, kept answers, emoji, names. This
// listens; what does the work is fetched then.
import { toGap } from "./gaps.js";

const SIGN = /(?:^|\s)(:[\p{L}\d]{2,30}|@[\p{L}\d.-]{0,30}|\/[\p{L}\d-]{0,30})$/u;
const FAR_ENOUGH = 40;

const files = () => import("./files.js");
/** @type {typeof import("./picker.js") | undefined} */
let picker;
/** @type {Promise<typeof import("./picker.js")> | undefined} */
let fetched;
// One promise for all who ask: promises of their own would answer in any order, an older word after a newer one.
const pickers = () => (fetched ??= import("./picker.js").then((module) => (picker = module))).catch((error) => ((fetched = undefined), Promise.reject(error)));

/** @param {Event} event @returns {HTMLFormElement | null} the reply in which this happens, where files may go along */
const attaches = (event) => {
  const form = event.target instanceof Element ? event.target.closest("form.write") : null;
  return form?.querySelector("[type=file]") ? /** @type {HTMLFormElement} */ (form) : null;
};

document.addEventListener("change", async (event) => {
  const [form, field] = [attaches(event), event.target];
  if (!form || !(field instanceof HTMLInputElement)) return;
  if (field.type === "file") (await files()).add(form, [...(field.files ?? [])], field);
  else if (field.name.startsWith("description-")) (await files()).describe(form);
});

document.addEventListener("paste", (event) => {
  // Word and Excel hand over a picture of the very text that is pasted.
  if (!event.clipboardData?.types.includes("text/plain")) take(event, event.clipboardData);
});
document.addEventListener("drop", (event) => take(event, event.dataTransfer));
document.addEventListener("dragover", (event) => {
  if (attaches(event) && event.dataTransfer?.types.includes("Files")) event.preventDefault();
});

/** @param {Event} event @param {DataTransfer | null} handed */
async function take(event, handed) {
  const [form, given] = [attaches(event), [...(handed?.files ?? [])]];
  if (!form || !given.length) return;
  event.preventDefault();
  (await files()).add(form, given);
}

// Tab leads to what is still to be filled in, and out of the text when nothing is.
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (event.key !== "Tab" || event.shiftKey || event.defaultPrevented || !(area instanceof HTMLTextAreaElement) || !area.form?.matches(".write.reply")) return;
  if (toGap(area, area.selectionEnd)) event.preventDefault();
});

// Enter in a line of a reply presses what stands there to choose from, and nothing elsewhere in its form.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement) || !field.form?.matches(".write.reply") || field.type === "file") return;
  event.preventDefault();
  /** @type {HTMLButtonElement | null | undefined} */ (field.closest(".let-out, #collision, #question, #leak, #unwanted, #conduct")?.querySelector("button"))?.click();
});

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement) || button.name !== "remove" || !button.form) return;
  event.preventDefault();
  (await files()).takeOut(button.form, button);
});

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
  if (button instanceof HTMLButtonElement) (await pickers()).open(button);
});

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || !area.form?.matches(".write")) return;
  const found = wordIn(area);
  if (!found && !document.getElementById("picker")) return;
  // At once where it can be: an arrow that is struck next belongs to what this shows.
  if (picker) picker.typed(area, found);
  else pickers().then((loaded) => loaded.typed(area, wordIn(area)));
});

/** What is being typed after a sign, with it. @param {HTMLTextAreaElement} area */
const wordIn = (area) => SIGN.exec(area.value.slice(Math.max(0, area.selectionEnd - FAR_ENOUGH), area.selectionEnd))?.[1] ?? "";
