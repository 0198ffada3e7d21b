// What the demo adds to a page: the word in its title stays, and what was tried is ticked by itself.
const WORD = "[Voorbeeld] ";
const LOOK_EVERY = 4000;

const keepTheWord = () => {
  if (!document.title.startsWith(WORD)) document.title = WORD + document.title;
};
new MutationObserver(keepTheWord).observe(document.head, { childList: true, subtree: true, characterData: true });

const tasks = document.getElementById("demo-tasks");
const list = document.getElementById("demo-list");

async function lookAgain() {
  if (document.hidden || !list) return;
  const answer = await fetch(tasks.dataset.address).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("ol");
  if (!fresh || fresh.outerHTML === list.querySelector("ol")?.outerHTML) return;
  list.replaceChildren(fresh);
  document.getElementById("demo-tasks-count").textContent = fresh.dataset.count;
}

if (tasks) {
  tasks.open = sessionStorage.getItem("demo-tasks") === "open";
  tasks.addEventListener("toggle", () => sessionStorage.setItem("demo-tasks", tasks.open ? "open" : "closed"));
  setInterval(lookAgain, LOOK_EVERY);
  document.addEventListener("visibilitychange", lookAgain);
}

// Beginning anew: the program is away for some seconds.
const begins = document.getElementById("demo-begins-again");
if (begins) {
  let wasAway = false;
  const goOn = async () => {
    const answer = await fetch(begins.dataset.address).catch(() => null);
    if (!answer?.ok) wasAway = true;
    else if (wasAway) location.assign(begins.dataset.address);
  };
  setInterval(goOn, 700);
}

// A resident stands beside the desk, in a window of its own, so that one sees both ends at once.
const WIDE = 1000;
const beside = (/** @type {string} */ href, /** @type {string} */ name) => {
  const width = Math.min(560, Math.round(screen.availWidth * 0.4));
  const place = `popup,width=${width},height=${screen.availHeight},left=${screen.availWidth - width},top=0`;
  const opened = window.open(href, `gehoor-${name}`, place);
  opened?.focus();
  return Boolean(opened);
};
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-beside]");
  if (!(link instanceof HTMLAnchorElement) || window.name.startsWith("gehoor-")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || screen.availWidth < WIDE) return;
  if (beside(link.href, link.dataset.beside ?? "")) event.preventDefault();
});

// What reaches the resident appears by itself, unless they are writing there.
const had = document.getElementById("had");
async function lookWhatCame() {
  if (document.hidden || !had || had.contains(document.activeElement)) return;
  if ([...had.querySelectorAll("textarea")].some((area) => area.value)) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("had");
  if (fresh && fresh.textContent !== had.textContent) had.replaceChildren(...fresh.childNodes);
}
if (had) setInterval(lookWhatCame, LOOK_EVERY);
