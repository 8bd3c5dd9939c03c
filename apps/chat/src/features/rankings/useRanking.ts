import { reasonGroupOf } from '@koi/contracts/reasons';
import type { RankingBody, TurnView } from '@koi/contracts/http';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useWaiting } from '../outbox/index.js';
import { useReasons } from '../reasons/index.js';

/** Ties and “both bad” are outcomes of their own. */
export type Outcome = NonNullable<TurnView['ranking']>;
export type Strength = NonNullable<TurnView['rankingStrength']>;

/** A participant's choice between the two answers of a turn: shown at once, `pending` until it got through. */
export function useRanking(
  turn: MaybeRefOrGetter<
    Pick<TurnView, 'id' | 'ranking' | 'rankingReasons' | 'rankingStrength'> | undefined
  >,
) {
  const { said, pending, say } = useWaiting('ranking', () => toValue(turn)?.id ?? '');
  const outcome = computed<Outcome | null>(() => {
    if (!said.value) return toValue(turn)?.ranking ?? null;
    return said.value.outcome === 'undo' ? null : said.value.outcome;
  });
  const strength = computed(() =>
    said.value ? (said.value.strength ?? null) : (toValue(turn)?.rankingStrength ?? null),
  );
  const chosen = computed<readonly string[]>(() =>
    said.value ? (said.value.reasons ?? []) : (toValue(turn)?.rankingReasons ?? []),
  );
  const { choices, named } = useReasons(() =>
    outcome.value ? reasonGroupOf('ranking', outcome.value) : undefined,
  );

  /** Chooses, or takes the choice back when the same one is made again. */
  const choose = (next: Outcome): void => say({ outcome: outcome.value === next ? 'undo' : next });

  /** Says more about the choice that stands. */
  function refine(more: { strength?: Strength | null; reasons?: readonly string[] }): void {
    if (!outcome.value) return;
    const how = more.strength === undefined ? strength.value : more.strength;
    const body: RankingBody = {
      outcome: outcome.value,
      ...(how && { strength: how }),
      ...named(more.reasons ?? chosen.value),
    };
    say(body);
  }

  return { outcome, pending, choose, strength, reasons: { choices, chosen }, refine };
}
