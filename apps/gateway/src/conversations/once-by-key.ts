import { DomainError } from '@koi/contracts';
import { isUniqueViolation } from '@koi/database';

/**
 * Lets an idempotency key count once: a second request with it, even at the same moment, gets what the first one made.
 * `earlier` finds that, and throws when the key was used for something else.
 */
export async function onceByKey<Made>(
  earlier: () => Promise<Made | undefined>,
  make: () => Promise<Made>,
): Promise<Made> {
  const made = await earlier();
  if (made) return made;
  try {
    return await make();
  } catch (error) {
    // Two requests with one key at once: the loser answers like the winner.
    if (error instanceof DomainError || isUniqueViolation(error)) {
      const winner = await earlier();
      if (winner) return winner;
    }
    throw error;
  }
}
