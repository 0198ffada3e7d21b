// Takes the veil from a hard word that somebody chooses to read. It stays off while the page lives.

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".veil-show") : null;
  const word = button?.nextElementSibling;
  if (!button || !(word instanceof HTMLElement)) return;
  word.classList.add("is-shown");
  word.removeAttribute("aria-hidden");
  // Who reads by ear goes on where they were, and hears the word they asked for.
  word.tabIndex = -1;
  word.focus();
  button.remove();
});
