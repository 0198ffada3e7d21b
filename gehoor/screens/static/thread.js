// The page of a thread tells that there is more than it shows. What is being read stays where it is.
import { BY_ITSELF, announce, fetchPart, parsed } from "./shortcuts.js";
import { listen } from "./live.js";

const page = document.querySelector("[data-thread]");
let timer = 0;

/** @param {import("./live.js").Hint[]} hints */
function look(hints) {
  const isOurs = hints.some((hint) => hint.kind === "conversation" && String(hint.id) === page?.getAttribute("data-thread"));
  if (isOurs) timer ||= setTimeout(renew, 500);
}

async function renew() {
  timer = 0;
  const answer = await fetchPart(location.pathname + location.search, BY_ITSELF).catch(() => null);
  if (!answer?.ok) return;
  const fresh = parsed(await answer.text());
  const hasMore = words("thread-sum", document) !== words("thread-sum", fresh);
  for (const place of ["thread-sum", "thread-looked"]) takeOver(place, fresh);
  const notice = document.getElementById("thread-changed");
  if (!hasMore || !notice?.hidden) return;
  notice.hidden = false;
  announce(notice.innerText.trim());
}

/** @param {string} id @param {Document} where */
const words = (id, where) => where.getElementById(id)?.textContent?.trim() ?? "";

/** @param {string} id @param {Document} fresh */
function takeOver(id, fresh) {
  const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
  if (!old || !next || old.contains(document.activeElement)) return;
  old.replaceChildren(...next.childNodes);
}

listen(look);
