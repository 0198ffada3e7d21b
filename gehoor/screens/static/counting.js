// Counts a text as its platform does, the same as contracts/posts.py on the server; a test holds both
// against each other.

// What the server takes for white space, too.
const LINK = /https?:\/\/[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000<>"]+[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000<>".,;:!?)\]]/giu;
const MENTION = /(?<![\w/@.])@(\w[\w.-]*)@[\w.-]*\w/g;
const END = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;
// An older browser has none; then only the server knows how long a text is, and it says so.
const CLUSTERS = Intl.Segmenter && new Intl.Segmenter("nl", { granularity: "grapheme" });

/** Can this browser tell how long a text is? @param {HTMLTextAreaElement | null} area */
export const canCount = (area) => Boolean(CLUSTERS) || area?.dataset.unit !== "graphemes";

/** How many letters a person sees; signs, where the browser cannot tell. @param {string} text */
export const letters = (text) => [...(CLUSTERS ? CLUSTERS.segment(text) : text)].length;

/** How long a text is, by what stands at its field. @param {string} text @param {DOMStringMap} how */
export function count(text, how) {
  if (Number(how.link)) text = text.replace(LINK, "x".repeat(Number(how.link)));
  if (how.mentions === "short") text = text.replace(MENTION, "@$1");
  return how.unit === "graphemes" ? letters(text) : [...text].length;
}

/** The text as it leaves: the person named in front, who speaks behind. @param {string} text @param {DOMStringMap} how */
export function whole(text, how) {
  const signed = text.replace(END, "") + (how.behind ?? "");
  const before = how.before ?? "";
  return signed.toLowerCase().includes(before.trim().toLowerCase()) ? signed : before + signed;
}

/** What is left. @param {HTMLTextAreaElement} area */
function roomIn(area) {
  const { longest, bytes } = (area.form?.querySelector("[data-longest]:checked") ?? area).dataset;
  const text = whole(area.value, area.dataset);
  return {
    left: longest - count(text, area.dataset),
    isHeavy: bytes > 0 && new TextEncoder().encode(text).length > bytes,
  };
}

/** Tell what is left, and offer parts when it is too much. @param {HTMLTextAreaElement} area */
export function countLeft(area) {
  const place = area.form?.querySelector("[data-left]");
  if (!(place instanceof HTMLElement) || !canCount(area)) return false;
  const { left, isHeavy } = roomIn(area);
  const words = left < 0 ? place.dataset.over : isHeavy ? place.dataset.heavy : place.dataset.left;
  place.textContent = (words ?? "").replace("{n}", String(Math.abs(left)));
  const isTooLong = left < 0 || isHeavy;
  place.classList.toggle("too-many", isTooLong);
  area.form?.querySelector(".too-long")?.toggleAttribute("hidden", !isTooLong);
  return isTooLong;
}

const CHOSEN = new Set(["parts", "anyway", "discard"]);

/** Is a choice due, as it is too long? @param {HTMLTextAreaElement} area @param {HTMLButtonElement | null} button */
export function mustChoose(area, button) {
  if (CHOSEN.has(button?.value ?? "") || !countLeft(area)) return false;
  const choice = area.form?.querySelector(".too-long button");
  if (choice instanceof HTMLElement) choice.focus();
  return true;
}
