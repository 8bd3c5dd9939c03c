import { NO_MODEL } from '@koi/database';
import type { DataSource } from 'typeorm';

/** One row of a rollup table: counts that are not zero, by column, under `bucket chatbot model mode`. */
export type Rollup = Record<string, Record<string, number>>;

interface Turn {
  readonly id: string;
  readonly conversation_id: string;
  readonly feedback_mode: string;
  readonly created_at: Date;
}
interface Feedback {
  readonly id: string;
  readonly kind: string;
  readonly participant_id: string;
  readonly turn_id: string;
  readonly candidate_id: string | null;
  readonly target_id: string;
  readonly value: string;
  readonly reasons: readonly string[];
  readonly accepted_at: Date;
}
interface Candidate {
  readonly id: string;
  readonly turn_id: string;
  readonly model_id: string;
  readonly state: string;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly ttft_ms: number | null;
  readonly duration_ms: number | null;
  readonly cost: string | null;
  readonly cost_currency: string | null;
  readonly failure_kind: string | null;
  readonly fallback_for_model_id: string | null;
  readonly created_at: Date;
}

const COLUMN_OF_VALUE: Readonly<Record<string, string>> = {
  up: 'votes_up',
  down: 'votes_down',
  a_better: 'a_better',
  b_better: 'b_better',
  tie: 'ties',
  both_bad: 'both_bad',
};

/**
 * Counts everything in JavaScript from raw rows, one by one: conversations, turns, candidates and the history of
 * feedback. It shares nothing with the rollups, not even `current_feedback`.
 */
export async function bruteForce(dataSource: DataSource, bucketMs: number): Promise<Rollup> {
  const all = <Row>(table: string): Promise<Row[]> =>
    dataSource.query<Row[]>(`select * from ${table}`);
  const conversations = new Map(
    (await all<{ id: string; chatbot_id: string; created_at: Date }>('conversation')).map((row) => [
      row.id,
      row,
    ]),
  );
  const turns = new Map((await all<Turn>('turn')).map((row) => [row.id, row]));
  const candidates = new Map((await all<Candidate>('candidate')).map((row) => [row.id, row]));
  const rollup: Rollup = {};

  const count = (moment: Date, model: string, turn: Turn, counts: Record<string, number>): void => {
    const bucket = new Date(Math.floor(moment.getTime() / bucketMs) * bucketMs).toISOString();
    const chatbot = conversations.get(turn.conversation_id)?.chatbot_id;
    const row = (rollup[[bucket, chatbot, model, turn.feedback_mode].join(' ')] ??= {});
    for (const [column, by] of Object.entries(counts)) row[column] = (row[column] ?? 0) + by;
  };
  const turnOf = (id: string): Turn => {
    const turn = turns.get(id);
    if (!turn) throw new Error(`There is no turn ${id}.`);
    return turn;
  };

  const begun = new Set<string>();
  for (const turn of [...turns.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    count(turn.created_at, NO_MODEL, turn, { turns: 1 });
    const conversation = conversations.get(turn.conversation_id);
    if (!conversation || begun.has(conversation.id)) continue;
    begun.add(conversation.id);
    count(conversation.created_at, NO_MODEL, turn, { conversations: 1 });
  }
  for (const candidate of candidates.values()) {
    if (!['completed', 'stopped', 'failed'].includes(candidate.state)) continue;
    count(candidate.created_at, candidate.model_id, turnOf(candidate.turn_id), {
      candidates: 1,
      failed_candidates: candidate.state === 'failed' ? 1 : 0,
      fallbacks: candidate.fallback_for_model_id === null ? 0 : 1,
      ...(candidate.state === 'failed'
        ? { [`errors ${candidate.failure_kind ?? 'unknown'}`]: 1 }
        : {}),
      ...(candidate.cost === null
        ? {}
        : { [`cost ${candidate.cost_currency}`]: Number(candidate.cost) }),
      ...inBin('ttft', candidate.ttft_ms),
      ...(candidate.state === 'completed' ? inBin('duration', candidate.duration_ms) : {}),
      prompt_tokens: candidate.prompt_tokens ?? 0,
      completion_tokens: candidate.completion_tokens ?? 0,
      ttft_ms_sum: candidate.ttft_ms ?? 0,
      ttft_count: candidate.ttft_ms === null ? 0 : 1,
    });
  }
  for (const feedback of latest(await all<Feedback>('feedback'))) {
    const column =
      feedback.value === 'given' ? `${feedback.kind}s` : COLUMN_OF_VALUE[feedback.value];
    if (!column) continue;
    const model = candidates.get(feedback.candidate_id ?? '')?.model_id ?? NO_MODEL;
    count(feedback.accepted_at, model, turnOf(feedback.turn_id), {
      [column]: 1,
      ...Object.fromEntries(feedback.reasons.map((reason) => [`reasons ${reason}`, 1])),
    });
  }
  return withoutZeros(rollup);
}

/** Bins grow by 1.05 / 0.95 from 1 ms on. */
const inBin = (histogram: string, ms: number | null): Record<string, number> =>
  ms === null
    ? {}
    : { [`${histogram} ${Math.ceil(Math.log(Math.max(ms, 1)) / Math.log(1.05 / 0.95))}`]: 1 };

/** What counts now: for each participant and target the revision accepted last, by id at equal moments. */
function latest(history: readonly Feedback[]): Feedback[] {
  const current = new Map<string, Feedback>();
  for (const feedback of history) {
    const key = `${feedback.participant_id} ${feedback.kind} ${feedback.target_id}`;
    const before = current.get(key);
    const later =
      !before ||
      feedback.accepted_at > before.accepted_at ||
      (feedback.accepted_at.getTime() === before.accepted_at.getTime() && feedback.id > before.id);
    if (later) current.set(key, feedback);
  }
  return [...current.values()];
}

/** The rollups as they stand in Postgres, in the same form. */
export async function storedRollup(
  dataSource: DataSource,
  table: 'stats_minute' | 'stats_hour' | 'stats_day',
): Promise<Rollup> {
  const rows = await dataSource.query<StoredRow[]>(`select * from ${table}`);
  const rollup: Rollup = {};
  for (const { bucket, chatbot_id, model_id, mode, computed_at: _, ...rest } of rows) {
    const {
      reasons,
      cost,
      errors,
      ttft_bins,
      ttft_counts,
      duration_bins,
      duration_counts,
      ...counts
    } = rest;
    rollup[[bucket.toISOString(), chatbot_id, model_id, mode].join(' ')] = {
      ...counts,
      ...named('reasons', Object.entries(reasons)),
      ...named('cost', Object.entries(cost)),
      ...named('errors', Object.entries(errors)),
      ...named(
        'ttft',
        ttft_bins.map((bin, index) => [bin, ttft_counts[index] ?? 0]),
      ),
      ...named(
        'duration',
        duration_bins.map((bin, index) => [bin, duration_counts[index] ?? 0]),
      ),
    };
  }
  return withoutZeros(rollup);
}

type Named = Record<string, number>;
type StoredRow = {
  bucket: Date;
  chatbot_id: string;
  model_id: string;
  mode: string;
  computed_at: Date;
} & Record<'reasons' | 'cost' | 'errors', Named> &
  Record<'ttft_bins' | 'ttft_counts' | 'duration_bins' | 'duration_counts', number[]>;

const named = (part: string, entries: readonly (readonly [string | number, number])[]): Named =>
  Object.fromEntries(entries.map(([name, amount]) => [`${part} ${name}`, amount]));

/** Sums of milliseconds are rounded to a millionth: two orders of adding differ in the last digits. */
function withoutZeros(rollup: Rollup): Rollup {
  return Object.fromEntries(
    Object.entries(rollup).map(([key, row]) => [
      key,
      Object.fromEntries(
        Object.entries(row)
          .filter(([, value]) => value !== 0)
          .map(([column, value]) => [column, Number(value.toFixed(6))]),
      ),
    ]),
  );
}
