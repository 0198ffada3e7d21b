// Files with a reply: added, described, taken out. The server looks at them and keeps them; the text
// stays untouched meanwhile, and nothing leaves before they are there.
import { announce, fetchPart, parsed, token } from "./shortcuts.js";

const LARGEST = 30e6;

/** @param {HTMLFormElement} form */
const listOf = (form) => /** @type {HTMLElement} */ (form.querySelector(".draft-files"));

/**
 * Keep files with a reply.
 * @param {HTMLFormElement} form @param {File[]} given
 * @param {HTMLInputElement | null} [field] in which they were chosen: emptied, and left for the first description
 */
export async function add(form, given, field = null) {
  if (!given.length) return;
  if (field) field.value = "";
  await during(form, () => addEach(form, given));
  if (!form.isConnected) return;
  announce((listOf(form).dataset.added ?? "").replace("{n}", String(form.querySelectorAll(".draft-file").length)));
  if (field) /** @type {HTMLElement} */ (firstUndescribed(form) ?? field).focus();
}

/** One at a time: a proxy in between takes so much at once, and no more. @param {HTMLFormElement} form @param {File[]} given */
async function addEach(form, given) {
  const problems = [];
  const readers = readersOf(form);
  for (const file of given) {
    if (file.size > LARGEST) {
      complain(form, (listOf(form).dataset.large ?? "").replace("{name}", file.name));
    } else {
      const body = told(form, readers);
      body.append("files", file);
      // Last, so that what arrives without it did not arrive whole.
      body.append("whole", "yes");
      await renew(form, body, readers);
    }
    if (!form.isConnected) return;
    problems.push(...listOf(form).querySelectorAll(".error"));
  }
  listOf(form).prepend(...problems);
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button */
export async function takeOut(form, button) {
  const body = told(form);
  body.append("remove", button.value);
  if (await during(form, () => renew(form, body))) form.querySelector("textarea")?.focus();
}

/** What goes along with what is for all readers goes along with what is for one, too. @param {HTMLFormElement} form */
export function takeAlong(form) {
  const body = told(form);
  for (const each of listOf(form).querySelectorAll("[name=file]")) body.append("file", /** @type {HTMLInputElement} */ (each).value);
  return during(form, () => renew(form, body));
}

/** Keep what was written of pictures. @param {HTMLFormElement} form */
export const describe = (form) => post(form, told(form)).catch(() => null);

/** Show the files as the server has them now. @param {HTMLFormElement} form */
export const refresh = (form) => renew(form, told(form));

/** @param {HTMLFormElement} form @returns {HTMLInputElement | undefined} */
const firstUndescribed = (form) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".draft-file input:required"))].find((each) => !each.value.trim());

/** @typedef {{kind: string, visibility: string, answers: string}} Readers for whom it is, as the form says now */

/** @param {HTMLFormElement} form @returns {Readers} */
function readersOf(form) {
  const fields = new FormData(form);
  const [visibility, answers] = ["visibility", "answers"].map((name) => String(fields.get(name) ?? ""));
  return { kind: form.dataset.kind ?? "", visibility, answers };
}

/**
 * What is written of the pictures goes along each time, so nothing is lost.
 * @param {HTMLFormElement} form @param {Readers} readers what is added for one person is kept apart from what is for all
 */
function told(form, readers = readersOf(form)) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token());
  body.append("written_for", readers.kind);
  body.append("visibility", readers.visibility);
  body.append("answers", readers.answers);
  for (const each of form.querySelectorAll(".draft-file input[name^=description]")) {
    if (each instanceof HTMLInputElement) body.append(each.name, each.value);
  }
  return body;
}

/** @param {HTMLFormElement} form @param {FormData} body */
const post = (form, body) => fetchPart(form.action.replace(/reply\/$/, "files/"), { method: "POST", body });

/** @param {HTMLFormElement} form @param {FormData} body @param {Readers} [readers] */
async function renew(form, body, readers = readersOf(form)) {
  const answer = await post(form, body).catch(() => null);
  const isPage = answer?.headers.get("Content-Type")?.startsWith("text/html");
  const fresh = answer && isPage ? parsed(await answer.text()).querySelector(".draft-files") : null;
  if (!form.isConnected) return false;
  // Others may have been chosen meanwhile: then these wait where theirs are kept.
  const wait = (form.dataset.kind ?? "") === readers.kind ? null : form.querySelector("template[data-files]");
  if (fresh && wait instanceof HTMLTemplateElement) wait.content.replaceChildren(...fresh.childNodes);
  else if (fresh) listOf(form).replaceWith(document.adoptNode(fresh));
  else complain(form, (answer && !isPage && answer.status < 500 && (await answer.text())) || (listOf(form).dataset.failed ?? ""));
  return fresh !== null;
}

/** @param {HTMLFormElement} form @param {string} words */
function complain(form, words) {
  listOf(form).querySelector(".error")?.remove();
  const line = document.createElement("p");
  [line.className, line.textContent] = ["error", words];
  line.setAttribute("role", "alert");
  listOf(form).prepend(line);
}

/**
 * Say that work goes on, and let nothing be sent while it does.
 * @template T
 * @param {HTMLFormElement} form @param {() => Promise<T>} work
 */
async function during(form, work) {
  const words = listOf(form).dataset.busy ?? "";
  const wait = (/** @type {Event} */ event) => {
    event.preventDefault();
    announce(words);
  };
  const line = document.createElement("p");
  [line.className, line.textContent] = ["help", words];
  listOf(form).append(line);
  form.addEventListener("submit", wait);
  try {
    return await work();
  } finally {
    form.removeEventListener("submit", wait);
    line.remove();
  }
}
