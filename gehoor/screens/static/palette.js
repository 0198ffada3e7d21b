// Ctrl+K opens the palette, which comes with its first use. Without this script its link leads to a page.
const open = () => import("./finding.js").then((palette) => palette.open());

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  open();
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a.search-or-act");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open();
});
