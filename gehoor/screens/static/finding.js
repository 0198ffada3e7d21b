// The palette: find a conversation, a screen or an act by typing. Each act shows the key that does it, so
// that the palette is needed less and less.
import { announce, fetchPart, parsed, showDialog, strikeFor } from "./shortcuts.js";

const ADDRESS = "/palette/";
const TYPING_STOPS = 150;

/** Each opening is a dialog of its own, so an answer that comes late finds nobody. */
class Palette {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    this.groups = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("[role=group]")]);
    this.conversations = this.groups[1];
    this.timer = 0;
    this.isSearching = false;
    for (const act of dialog.querySelectorAll("[data-needs]")) {
      if (!document.querySelector(act.getAttribute("data-needs") ?? "")) act.remove();
    }
    this.field.addEventListener("input", () => this.narrow());
    dialog.addEventListener("keydown", (event) => this.press(event));
    dialog.addEventListener("click", (event) => this.click(event));
    dialog.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
    this.narrow();
  }

  /** @returns {HTMLElement[]} */
  options() {
    return /** @type {HTMLElement[]} */ ([...this.dialog.querySelectorAll("[role=option]:not([hidden])")]);
  }

  /** Show at once what is called so; ask the server for conversations when typing stops. */
  narrow() {
    const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of this.groups) {
      if (group === this.conversations) continue;
      for (const option of group.querySelectorAll("[role=option]")) {
        const name = option.querySelector("span")?.textContent?.toLowerCase() ?? "";
        option.toggleAttribute("hidden", !words.every((word) => name.includes(word)));
      }
      group.hidden = !group.querySelector("[role=option]:not([hidden])");
    }
    // That nothing is called so is known only when the server has looked as well.
    this.isSearching = words.length > 0;
    this.mark(this.options()[0]);
    clearTimeout(this.timer);
    if (words.length) this.timer = setTimeout(() => this.search(), TYPING_STOPS);
    else this.show([]);
  }

  async search() {
    const asked = this.field.value;
    const answer = await fetchPart(`${ADDRESS}?${new URLSearchParams({ q: asked })}`).catch(() => null);
    if (asked !== this.field.value || !this.dialog.open) return;
    this.isSearching = false;
    if (!answer?.ok) return this.mark(this.current());
    this.show([...parsed(await answer.text()).querySelectorAll("#palette-found a")]);
    announce(`${this.dialog.dataset.found}${this.options().length}`);
  }

  /** @param {Element[]} links */
  show(links) {
    for (const old of this.conversations.querySelectorAll("[role=option]")) old.remove();
    for (const [place, link] of links.entries()) {
      link.id = `palette-found-${place}`;
      link.setAttribute("role", "option");
      link.setAttribute("tabindex", "-1");
      this.conversations.append(document.adoptNode(link));
    }
    this.conversations.hidden = !links.length;
    this.mark(this.current() ?? this.options()[0]);
  }

  current() {
    const marked = this.dialog.querySelector("[role=option][aria-selected=true]:not([hidden])");
    return marked instanceof HTMLElement ? marked : undefined;
  }

  /** @param {HTMLElement | undefined} option */
  mark(option) {
    for (const [place, each] of this.dialog.querySelectorAll("[role=option]").entries()) {
      each.id ||= `palette-option-${place}`;
      each.setAttribute("aria-selected", String(each === option));
    }
    this.field.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
    for (const none of this.dialog.querySelectorAll(".palette-none")) {
      none.toggleAttribute("hidden", option !== undefined || none.hasAttribute("data-busy") !== this.isSearching);
    }
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const all = this.options();
    const here = all.indexOf(/** @type {HTMLElement} */ (this.current()));
    const next = { ArrowDown: here + 1, ArrowUp: here - 1 }[event.key];
    if (next !== undefined) this.mark(all[(next + all.length) % all.length]);
    else if (event.key === "Enter" && !event.isComposing) this.current()?.click();
    // A search field would only empty itself first.
    else if (event.key === "Escape") this.dialog.close();
    else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    if (event.target === this.dialog) return this.dialog.close();
    if (!(option instanceof HTMLElement) || !option.dataset.needs) return;
    this.dialog.close();
    if (option.dataset.key) return strikeFor(option.dataset.key);
    const pressed = document.querySelector(option.dataset.needs);
    if (pressed instanceof HTMLElement) pressed.click();
  }
}

export async function open() {
  if (document.querySelector("dialog[open]")) return;
  const dialog = await showDialog(ADDRESS);
  if (dialog) new Palette(dialog);
}
