// For how long an answer is being written: its field in use, its page in sight. One number goes along when
// it is sent; nothing is told before that, and nothing of what or how somebody types.

/** @type {Map<string, number>} milliseconds so far, by conversation */
const wrote = new Map();
let here = "", since = 0;

/** @param {EventTarget | null} target */
const isAnswer = (target) => target instanceof HTMLTextAreaElement && target.id === "reply-text";

function begin() {
  stop();
  here = document.getElementById("conversation")?.dataset.pk ?? "";
  since = performance.now();
}

function stop() {
  if (since) wrote.set(here, (wrote.get(here) ?? 0) + performance.now() - since);
  since = 0;
}

document.addEventListener("focusin", (event) => isAnswer(event.target) && begin());
document.addEventListener("focusout", (event) => isAnswer(event.target) && stop());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stop();
  else if (isAnswer(document.activeElement)) begin();
});
// Who begins with an empty field begins anew: what was counted before went with an answer, or nowhere.
document.addEventListener("beforeinput", (event) => {
  if (!isAnswer(event.target) || /** @type {HTMLTextAreaElement} */ (event.target).value) return;
  begin();
  wrote.set(here, 0);
});
document.addEventListener("formdata", (event) => {
  if (!(event.target instanceof HTMLFormElement) || event.target.id !== "reply-form") return;
  if (since) begin();
  const pk = document.getElementById("conversation")?.dataset.pk ?? "";
  event.formData.set("wrote", String(Math.ceil((wrote.get(pk) ?? 0) / 1000)));
});
