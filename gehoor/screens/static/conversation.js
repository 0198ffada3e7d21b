// An open conversation under the hand: acting, writing, renewing. A page with a conversation has this; the
// list fetches it with the first conversation that is opened in it.
import "./composing.js";
import "./writing.js";
import { act, setOpener } from "./acts.js";
import { answersToo, watchWindows } from "./audience.js";
import { onKept, restore } from "./drafts.js";
import { begin } from "./inbox.js";
import { patchConversation } from "./renewing.js";

// What composing does with a form comes first.
document.addEventListener("submit", act);
begin({ answersToo, onKept, patchConversation, restore, setOpener, watchWindows });
