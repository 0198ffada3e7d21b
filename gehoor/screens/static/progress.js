// The page of what one did at once, while something of it is at work: looked at again by itself.
import { parsed } from "./shortcuts.js";

const AGAIN = 1500;

async function look() {
  const place = document.getElementById("many-acts");
  if (!place?.querySelector("[data-busy]")) return;
  const answer = await fetch(location.href, { headers: { "X-By-Itself": "1" } }).catch(() => null);
  const fresh = answer?.ok ? parsed(await answer.text()).getElementById("many-acts") : null;
  if (fresh && !place.contains(document.activeElement)) place.replaceWith(document.adoptNode(fresh));
  setTimeout(look, AGAIN);
}

setTimeout(look, AGAIN);
