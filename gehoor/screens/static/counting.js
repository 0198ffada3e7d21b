// Counts a text as its platform does, the same as contracts/posts.py and kit/graphemes.py on the
// server; a test holds both against each other.

// What the server takes for white space, too.
const LINK = /https?:\/\/[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000<>"]+[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000<>".,;:!?)\]]/giu;
const MENTION = /(?<![\w/@.])@(\w[\w.-]*)@[\w.-]*\w/g;
const END = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;
const EXTENDS = /^[\u200c\uff9e\uff9f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}\u0e33\u0eb3\u200d\p{M}]/u;
const FLAG_HALF = /^[\u{1f1e6}-\u{1f1ff}]/u;
const PICTURE = /^[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\u{1f000}-\u{1f1e5}\u{1f200}-\u{1f3fa}\u{1f400}-\u{1faff}\u{1fc00}-\u{1fffd}]/u;
const ALONE = /^[\p{Cc}\p{Zl}\p{Zp}]/u;
const LEADING = /^[\u1100-\u115f\ua960-\ua97c]/;
const VOWEL = /^[\u1160-\u11a7\ud7b0-\ud7c6]/;
const TRAILING = /^[\u11a8-\u11ff\ud7cb-\ud7fb]/;

/** How many letters a person sees. @param {string} text */
export function letters(text) {
  let [count, flags, before, endsInPicture, isJoined] = [0, 0, "", false, false];
  for (const letter of text) {
    const isMark = EXTENDS.test(letter);
    const stays = before !== "" && (
      (isMark && !ALONE.test(before)) || before + letter === "\r\n" || (isJoined && PICTURE.test(letter)) ||
      (flags % 2 === 1 && FLAG_HALF.test(letter)) || joinsHangul(before, letter));
    if (!stays) [count, flags, endsInPicture] = [count + 1, 0, false];
    if (FLAG_HALF.test(letter)) flags += 1;
    isJoined = letter === "\u200d" && endsInPicture;
    endsInPicture = PICTURE.test(letter) || (endsInPicture && isMark);
    before = letter;
  }
  return count;
}

/** @param {string} before @param {string} after */
function joinsHangul(before, after) {
  const isSyllable = before >= "\uac00" && before <= "\ud7a3" && before.length === 1;
  if (LEADING.test(before)) return (after >= "\uac00" && after <= "\ud7a3" && after.length === 1) || LEADING.test(after) || VOWEL.test(after);
  if ((isSyllable && (before.charCodeAt(0) - 0xac00) % 28 === 0) || VOWEL.test(before)) return VOWEL.test(after) || TRAILING.test(after);
  return (isSyllable || TRAILING.test(before)) && TRAILING.test(after);
}

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

/** What is left, below nothing when it is too much. @param {HTMLTextAreaElement} area */
function roomIn(area) {
  const text = whole(area.value, area.dataset);
  const most = Number(area.dataset.bytes);
  return {
    left: Number(area.dataset.longest) - count(text, area.dataset),
    isHeavy: most > 0 && new TextEncoder().encode(text).length > most,
  };
}

/** Tell what is left, and offer parts when it is too much. @param {HTMLTextAreaElement} area */
export function countLeft(area) {
  const place = area.form?.querySelector("[data-left]");
  if (!(place instanceof HTMLElement)) return false;
  const { left, isHeavy } = roomIn(area);
  const words = left < 0 ? place.dataset.over : isHeavy ? place.dataset.heavy : place.dataset.left;
  place.textContent = (words ?? "").replace("{n}", String(Math.abs(left)));
  const isTooLong = left < 0 || isHeavy;
  place.classList.toggle("too-many", isTooLong);
  area.form?.querySelector(".too-long")?.toggleAttribute("hidden", !isTooLong);
  return isTooLong;
}

const CHOSEN = new Set(["parts", "anyway", "discard"]);

/** Must one choose first, because the text is too long? @param {HTMLTextAreaElement} area @param {HTMLButtonElement | null} button */
export function mustChoose(area, button) {
  if (CHOSEN.has(button?.value ?? "") || !countLeft(area)) return false;
  const choice = area.form?.querySelector(".too-long button");
  if (choice instanceof HTMLElement) choice.focus();
  return true;
}
