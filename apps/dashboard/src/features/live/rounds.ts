export interface Rounds {
  /** Asks now, or as soon as the round that is going on has ended and rested. */
  ask(): Promise<void>;
  /** Drops what was asked for and has not begun. */
  end(): void;
}

/**
 * Does something again and again, one round after another with a rest of `restMs` between them, and not while
 * `isPaused`; whoever asks meanwhile is served by the next round.
 */
export function inRounds(
  round: () => Promise<unknown>,
  restMs: number,
  isPaused: () => boolean,
): Rounds {
  let wanted = false;
  let going = false;
  return {
    async ask() {
      wanted = true;
      if (going) return;
      going = true;
      while (wanted && !isPaused()) {
        wanted = false;
        await round().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      going = false;
    },
    end() {
      wanted = false;
    },
  };
}
