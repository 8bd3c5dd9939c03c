/** What this browser keeps of a participant beside the cookie; language and colours are nobody's data. */
const OWN = /^koi-(outbox|draft)/;

/** Removes drafts and feedback that was not sent yet from the browser. */
export function forgetLocally(): void {
  try {
    for (const name of Object.keys(localStorage)) if (OWN.test(name)) localStorage.removeItem(name);
  } catch {
    // A browser that grants no storage has kept nothing.
  }
}
