// News from the server: one event stream for all tabs. The tab that holds the lock listens and tells
// the others. News are hints; what is shown is fetched anew.

const CHANNEL = "gehoor-live";
const POLL = 15000;
const TRIES_BEFORE_POLLING = 2;

/**
 * @typedef {{topic?: string, kind: string, id?: number}} Hint
 * @param {(hints: Hint[]) => void} refresh called with what changed; kind "all" means: everything
 */
export function listen(refresh) {
  const others = new BroadcastChannel(CHANNEL);
  others.onmessage = (event) => take(event.data);

  /** @type {Hint[]} */
  let hints = [];
  let timer = 0;

  /** Gather hints for a moment: a flood is one refresh. @param {Hint} hint */
  function take(hint) {
    if (hint.kind === "lost") return showLost(true);
    if (hint.kind === "found") return showLost(false);
    hints.push(hint);
    timer ||= setTimeout(() => {
      const now = hints;
      [hints, timer] = [[], 0];
      refresh(now);
    }, 120);
  }

  /** @param {Hint} hint */
  function tell(hint) {
    others.postMessage(hint);
    take(hint);
  }

  const begin = () => lead(tell);
  if (navigator.locks) navigator.locks.request(CHANNEL, () => new Promise(begin));
  else begin();
  setInterval(() => document.visibilityState === "visible" && take({ kind: "clock" }), 60000);
}

/** Listen for all tabs, until this tab is gone. @param {(hint: Hint) => void} tell */
function lead(tell) {
  let failures = 0;
  let poll = 0;
  /** @type {EventSource} */
  let stream;

  function open() {
    stream = new EventSource("/live");
    stream.onopen = () => {
      clearInterval(poll);
      [failures, poll] = [0, 0];
      tell({ kind: "found" });
      tell({ kind: "all" });
    };
    stream.onmessage = (event) => tell(JSON.parse(event.data));
    stream.addEventListener("refetch", () => (tell({ kind: "found" }), tell({ kind: "all" })));
    stream.addEventListener("lost", () => tell({ kind: "lost" }));
    stream.onerror = () => {
      failures += 1;
      if (failures >= TRIES_BEFORE_POLLING) {
        tell({ kind: "lost" });
        poll ||= setInterval(() => tell({ kind: "all" }), POLL);
      }
      if (stream.readyState !== EventSource.CLOSED) return;
      // Refused, perhaps because nobody is logged in: whoever fetches is told. The browser does not
      // try again by itself; we do, slowly.
      tell({ kind: "all" });
      setTimeout(open, Math.min(2000 * failures, 30000));
    };
  }
  open();
}

/** @param {boolean} isLost */
function showLost(isLost) {
  const place = document.getElementById("connection-lost");
  if (place) place.hidden = !isLost;
}
