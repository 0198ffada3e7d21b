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
