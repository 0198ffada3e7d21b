// What is still to be filled in of a kept answer: a word between braces, as knowledge/rules.py has it.
const GAP = /\{\p{L}[\p{L}\p{N}_-]{0,39}\}/gu;

/**
 * Select the first that stands between two places, so that what is typed takes its place; tells which.
 * @param {HTMLTextAreaElement} area @param {number} [from] @param {number} [until]
 */
export function toGap(area, from = 0, until = area.value.length) {
  const found = [...area.value.matchAll(GAP)].find((each) => each.index >= from && each.index < until);
  if (!found) return "";
  area.focus();
  area.setSelectionRange(found.index, found.index + found[0].length);
  return found[0];
}
