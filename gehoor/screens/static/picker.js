// One combobox for what is put into a text: kept answers, emoji and names. Opened by its button it has a field of
// its own; while one types, the text keeps the focus and no key is taken until an arrow chose something; of
// kept answers the best is chosen at once, so that a slash and Enter are enough.
import { toGap } from "./gaps.js";
import { announce, fetchPart, parsed, token } from "./shortcuts.js";

const FRESH = 60000;
/** @type {Map<string, {html: string, at: number}>} what the server gave, so that it is asked once */
const given = new Map();
/** @type {Picker | null} */
let shown = null;
let asked = 0;
/** The sign for which somebody closed it: they go on typing that word in peace. */
let aside = "";

/** @param {HTMLTextAreaElement} area @param {string} sign */
const startOf = (area, sign) => area.value.lastIndexOf(sign, area.selectionEnd - 1);
/** @param {HTMLTextAreaElement} area @param {string} sign */
const placeOf = (area, sign) => `${area.id} ${startOf(area, sign)}`;

class Picker {
  /** @param {HTMLElement} box @param {HTMLTextAreaElement} area @param {HTMLButtonElement} button @param {boolean} isTyped */
  constructor(box, area, button, isTyped) {
    [this.box, this.area, this.button, this.isTyped] = [box, area, button, isTyped];
    this.sign = button.dataset.sign ?? "";
    /** @type {string | undefined} what it was narrowed to */
    this.written = undefined;
    this.choices = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[role=option]")]);
    this.field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
    /** @type {HTMLElement} what has the focus while one chooses */
    this.holder = isTyped ? area : this.field;
    this.stop = new AbortController();
    const how = { signal: this.stop.signal };
    this.holder.addEventListener("keydown", (event) => this.press(event), how);
    this.field.addEventListener("input", () => this.narrow(this.field.value), how);
    box.addEventListener("pointerdown", (event) => event.target !== this.field && event.preventDefault(), how);
    box.addEventListener("click", (event) => this.click(event), how);
    document.addEventListener("focusin", (event) => this.left(event), how);
    document.addEventListener("pointerdown", (event) => this.left(event), how);
    area.form?.addEventListener("submit", () => this.close(), how);
    if (isTyped) this.lend();
    area.form?.prepend(box);
    button.setAttribute("aria-expanded", "true");
  }

  /** The text says what belongs to it: it is a field with a list now, and stays the field it is. */
  lend() {
    this.box.querySelector(".picker-ask")?.remove();
    this.box.setAttribute("role", "group");
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.setAttribute("aria-controls", "picker-choices");
  }

  options() {
    return this.choices.filter((each) => !each.hidden);
  }

  /** Show what is called so; asked the same again, what was chosen stays. @param {string} written */
  narrow(written) {
    if (written === this.written) return this.options().length;
    this.written = written;
    const words = written.toLowerCase().split(/\s+/).filter(Boolean);
    for (const each of this.choices) each.hidden = !words.every((word) => (each.dataset.words ?? "").toLowerCase().includes(word));
    const found = this.options();
    this.box.querySelector(".picker-none")?.toggleAttribute("hidden", found.length > 0);
    this.isByHand = false;
    const best = found.find((each) => words[0] && each.dataset.shortcut === words[0]) ?? found.find((each) => words[0] && each.dataset.shortcut?.startsWith(words[0]));
    this.mark(this.isTyped && this.sign !== "/" ? undefined : best ?? found[0]);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(found.length), 400);
    return found.length;
  }

  /** @param {number} count */
  tell(count) {
    if (shown === this) announce((count ? this.box.dataset.found : this.box.dataset.none)?.replace("{n}", String(count)) ?? "");
  }

  current() {
    return this.choices.find((each) => each.getAttribute("aria-selected") === "true");
  }

  /** @param {HTMLElement | undefined} option */
  mark(option) {
    for (const each of this.choices) each.setAttribute("aria-selected", String(each === option));
    if (option) this.holder.setAttribute("aria-activedescendant", option.id);
    else this.holder.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = this.options();
    const here = all.indexOf(/** @type {HTMLElement} */ (this.current()));
    const next = { ArrowDown: here + 1, ArrowUp: here < 0 ? all.length - 1 : here - 1 }[event.key];
    if (next !== undefined && all.length) {
      this.isByHand = true;
      this.mark(all[(next + all.length) % all.length]);
    }
    else if (event.key === "Escape") this.close(true);
    else if ((event.key === "Enter" || event.key === "Tab") && here >= 0 && (event.key === "Enter" || (this.isTyped && this.isByHand))) this.take(all[here]);
    else if (event.key === "Enter" && !this.isTyped) event.preventDefault();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (option instanceof HTMLElement) this.take(option);
  }

  /** Whoever goes on elsewhere is done with it. @param {Event} event */
  left(event) {
    const within = event.target instanceof Node && (this.box.contains(event.target) || this.holder.contains(event.target) || this.button.contains(event.target));
    if (!within) this.close();
  }

  /** Put it in the text where one is, in the place of what was typed for it. @param {HTMLElement} option */
  take(option) {
    const end = this.area.selectionEnd;
    const start = this.isTyped ? startOf(this.area, this.sign) : this.area.selectionStart;
    this.close();
    const inserts = option.dataset.inserts ?? "";
    this.area.setRangeText(option.dataset.used ? apart(this.area.value, inserts, start, end) : inserts, start, end, "end");
    this.area.focus();
    const gap = toGap(this.area, start, this.area.selectionEnd);
    this.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    if (gap) announce((this.button.dataset.gap ?? "").replace("{gap}", gap));
    if (option.dataset.used) count(this.button, option.dataset.used);
  }

  /** @param {boolean} [goesBack] with the focus to where one was writing */
  close(goesBack = false) {
    if (shown === this) shown = null;
    clearTimeout(this.timer);
    this.stop.abort();
    this.box.remove();
    this.button.setAttribute("aria-expanded", "false");
    for (const name of ["aria-activedescendant", "aria-autocomplete", "aria-controls"]) this.area.removeAttribute(name);
    if (!goesBack) return;
    if (this.isTyped) aside = placeOf(this.area, this.sign);
    this.area.focus();
  }
}

/** What is put between words stays apart from them. @param {string} text @param {string} inserts @param {number} start @param {number} end */
const apart = (text, inserts, start, end) => (/\S$/.test(text.slice(0, start)) ? " " : "") + inserts + (/^\S/.test(text.slice(end)) ? " " : "");

/** An answer was put in. Nobody waits for that. @param {HTMLButtonElement} button @param {string} used */
function count(button, used) {
  const body = new URLSearchParams({ used, csrfmiddlewaretoken: token() });
  fetchPart(button.dataset.pick ?? "", { method: "POST", body, keepalive: true }).catch(() => null);
}

/** @param {HTMLButtonElement} button @returns {Promise<HTMLElement | null>} */
async function boxFor(button) {
  // Whom it answers and who will read it say in which form a text is said.
  const written = new FormData(button.dataset.sign === "/" && button.form ? button.form : undefined);
  const facts = ["answers", "visibility"].map((name) => [name, String(written.get(name) ?? "")]).filter(([, value]) => value);
  const address = (button.dataset.pick ?? "") + (facts.length ? `?${new URLSearchParams(facts)}` : "");
  const known = given.get(address);
  // A colleague may have changed a kept answer; emoji stay what they are.
  if (!known || (button.dataset.sign === "/" && Date.now() - known.at > FRESH)) {
    const answer = await fetchPart(address).catch(() => null);
    if (!answer?.ok) return null;
    given.set(address, { html: await answer.text(), at: Date.now() });
  }
  const box = parsed(given.get(address)?.html ?? "").getElementById("picker");
  return box && document.adoptNode(box);
}

/** Open it by its button, or close it by the same. @param {HTMLButtonElement} button */
export async function open(button) {
  const area = button.form?.querySelector("textarea");
  const was = shown;
  was?.close();
  if (!area || (was?.button === button && !was.isTyped)) return area?.focus();
  const mine = ++asked;
  const box = await boxFor(button);
  if (!box || mine !== asked || !button.isConnected) return;
  shown = new Picker(box, area, button, false);
  shown.narrow("");
  shown.field.focus();
}

/** Somebody typed a sign and what follows it, or no longer. @param {HTMLTextAreaElement} area @param {string} written */
export async function typed(area, written) {
  const mine = ++asked;
  const button = written && area.form?.querySelector(`[data-sign="${written[0]}"]`);
  if (shown && (!button || shown.button !== button || !shown.isTyped)) shown.close();
  if (!(button instanceof HTMLButtonElement) || aside === placeOf(area, written[0])) return;
  if (!shown) {
    const box = await boxFor(button);
    // Typing went on meanwhile, and will ask again.
    if (!box || mine !== asked || shown || document.activeElement !== area) return;
    shown = new Picker(box, area, button, true);
  }
  const found = shown.narrow(written.slice(1));
  if (!found) return shown.close();
  // One figure as a shortcut is meant by whoever types it.
  const meant = /^\/[1-9]$/.test(written) && shown.current();
  if (meant && meant.dataset.shortcut === written[1]) shown.take(meant);
}

