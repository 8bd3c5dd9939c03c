/** So long showing new text may take in one task, in ms. */
const BUDGET_MS = 20;
/** In UTF-16 code units: fewer are read slower than a model writes, more are a long task whatever the machine. */
const FEWEST = 100;
const MOST = 600;

export interface FrameSize {
  /** How much new text can be shown in time. */
  readonly characters: () => number;
  /** Tells how long it took to show so many. */
  readonly took: (characters: number, ms: number) => void;
}

/**
 * How much text a frame takes, by how long showing the last text took. It begins with little: the first time a page
 * shows anything its functions are not compiled yet, and much text may have come meanwhile.
 */
export function frameSize(): FrameSize {
  let perMs = FEWEST / BUDGET_MS;
  return {
    characters: () => Math.round(Math.min(MOST, Math.max(FEWEST, perMs * BUDGET_MS))),
    took(characters, ms) {
      // A few words say nothing about many: what a frame costs whatever it shows would count for most of it.
      if (characters < FEWEST / 2) return;
      // At most twice as much as before: a quick frame may have been a lucky one.
      perMs = Math.min(characters / Math.max(ms, 0.1), perMs * 2);
    },
  };
}
