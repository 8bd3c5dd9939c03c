import {
  answerOutcome,
  failureOfAnswer,
  type AnswerOutcome,
  type FailureOfAnswer,
} from '@koi/contracts/http';
import type { LocationQuery } from 'vue-router';
import { bordersOf, readPeriod, single, writePeriod, type Period } from '../filters/address.js';

/** What messages and answers are narrowed by, as the address holds it; empty for all. */
export interface TurnFilter {
  readonly period: Period;
  readonly chatbot: string;
  readonly mode: 'none' | 'vote' | 'rank' | '';
  readonly participant: string;
  readonly invite: string;
  /** Whom the statistics leave out is shown, too. */
  readonly excluded: 'included' | '';
  /** Of answers alone, like all below. */
  readonly model: string;
  readonly outcome: AnswerOutcome | '';
  readonly failure: FailureOfAnswer | '';
  readonly fallback: 'true' | '';
  readonly measured: 'ttft' | 'duration' | '';
  readonly currency: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Reads a filter from an address; what makes no sense there is left out rather than sent. */
export function readTurnFilter(query: LocationQuery): TurnFilter {
  return {
    period: readPeriod(query, 'all'),
    chatbot: matching(query, 'chatbot', SLUG),
    mode: one(query, 'mode', ['none', 'vote', 'rank']),
    participant: matching(query, 'participant', UUID),
    invite: matching(query, 'invite', UUID),
    excluded: one(query, 'excluded', ['included']),
    model: single(query, 'model')?.slice(0, 100) ?? '',
    outcome: one(query, 'outcome', answerOutcome.options),
    failure: one(query, 'failure', failureOfAnswer.options),
    fallback: one(query, 'fallback', ['true']),
    measured: one(query, 'measured', ['ttft', 'duration']),
    currency: matching(query, 'currency', /^[A-Z]{3}$/),
  };
}

/** Changes as parameters of an address; what an outcome cannot have goes with it. */
export function writeTurnFilter(changes: Partial<TurnFilter>): Record<string, string | undefined> {
  const { period, outcome, ...texts } = changes;
  return {
    ...(period ? writePeriod(period, 'all') : {}),
    ...(outcome === undefined ? {} : { outcome: outcome || undefined }),
    ...(outcome && outcome !== 'failed' ? { failure: undefined } : {}),
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text || undefined])),
  };
}

const asked = (
  { period, chatbot, mode, participant, invite, excluded }: TurnFilter,
  now: Date,
) => ({
  ...bordersOf(period, now),
  chatbot: chatbot || undefined,
  mode: mode || undefined,
  participant: participant || undefined,
  invite: invite || undefined,
  excluded: excluded || undefined,
});

/** The filter as the API takes it for messages. */
export const toTurnRequest = asked;

/** The filter as the API takes it for answers. */
export const toCandidateRequest = (filter: TurnFilter, now: Date) => ({
  ...asked(filter, now),
  model: filter.model || undefined,
  outcome: filter.outcome || undefined,
  failure: filter.failure || undefined,
  fallback: filter.fallback || undefined,
  measured: filter.measured || undefined,
  currency: filter.currency || undefined,
});

/** True when something narrower than everything is asked for. */
export const isNarrowed = (filter: TurnFilter, ofAnswers: boolean): boolean =>
  Object.values((ofAnswers ? toCandidateRequest : toTurnRequest)(filter, new Date(0))).some(
    (text) => text !== undefined,
  );

function one<Value extends string>(
  query: LocationQuery,
  name: string,
  values: readonly Value[],
): Value | '' {
  const text = single(query, name);
  return values.find((value) => value === text) ?? '';
}

function matching(query: LocationQuery, name: string, form: RegExp): string {
  const text = single(query, name);
  return text && form.test(text) ? text : '';
}
