// Passkeys: a form with data-passkey lets the browser make or show one, and sends what it gave.
// Bytes travel as base64url text, as WebAuthn's own JSON form says.

/** @param {string} text */
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

/** @param {ArrayBuffer | null | undefined} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const signs = [...new Uint8Array(buffer)].map((each) => String.fromCharCode(each)).join("");
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {any} listed */
const withBytes = (listed) => (listed ?? []).map((/** @type {any} */ each) => ({ ...each, id: bytes(each.id) }));

/** @param {any} options @param {boolean} isOnlyStep */
function toCreate(options, isOnlyStep) {
  const asked = options.publicKey;
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const selection = { ...asked.authenticatorSelection };
  if (isOnlyStep) {
    Object.assign(selection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  } else Object.assign(selection, { residentKey: "discouraged", requireResidentKey: false });
  return {
    publicKey: {
      ...asked, user, challenge: bytes(asked.challenge), authenticatorSelection: selection,
      excludeCredentials: withBytes(asked.excludeCredentials),
    },
  };
}

/** @param {any} options */
function toGet(options) {
  const asked = options.publicKey;
  return {
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) },
  };
}

/** @param {any} made */
function told(made) {
  const { response } = made;
  const parts = {
    clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject),
    authenticatorData: text(response.authenticatorData), signature: text(response.signature),
    userHandle: text(response.userHandle), transports: response.getTransports?.(),
  };
  return JSON.stringify({
    id: made.id, rawId: text(made.rawId), type: made.type, response: parts,
    authenticatorAttachment: made.authenticatorAttachment ?? undefined,
    clientExtensionResults: made.getClientExtensionResults(),
  });
}

/** @param {HTMLFormElement} form */
async function credential(form) {
  if (form.dataset.passkey === "create") {
    const isOnlyStep = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("is_only_step"));
    const options = JSON.parse(form.dataset.options ?? "");
    return navigator.credentials.create(toCreate(options, isOnlyStep?.checked ?? false));
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) throw new Error("no options");
  return navigator.credentials.get(toGet(await answer.json()));
}

/** @param {HTMLFormElement} form @param {"failed" | "unknown"} why */
function complain(form, why) {
  const place = form.querySelector("[role=alert]");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = place.dataset[why] ?? "";
  place.hidden = false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.passkey) return;
  event.preventDefault();
  if (!window.PublicKeyCredential) return complain(form, "unknown");
  try {
    const made = await credential(form);
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    field.value = told(made);
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    // Cancelled by its owner, or not possible here: both leave everything as it was.
    complain(form, "failed");
  }
});

for (const form of document.querySelectorAll("form[data-passkey][hidden]")) {
  if (!(form instanceof HTMLElement)) continue;
  form.hidden = !window.PublicKeyCredential;
  if ("first" in form.dataset && !form.hidden && !document.querySelector("[aria-invalid]")) form.querySelector("button")?.focus();
}
document.documentElement.dataset.script = "on";
