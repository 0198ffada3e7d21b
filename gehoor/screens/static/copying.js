// Copies what stands in a field by its button; without a script one selects it oneself.
// @ts-check

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    await navigator.clipboard.writeText(field.value);
    const told = document.getElementById("announcements");
    if (told) told.textContent = button.dataset.done ?? "";
    button.textContent = button.dataset.done ?? "";
  });
}
