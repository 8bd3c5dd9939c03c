import type { FeedbackRecord } from '@koi/contracts/http';
import type { LocationQuery } from 'vue-router';
import { isRangeName, single, startOf, type RangeName } from '../filters/address.js';

type FeedbackKind = FeedbackRecord['kind'];
export type FeedbackValue = FeedbackRecord['value'];

export const valuesOf = {
  vote: ['up', 'down', 'undo'],
  ranking: ['a_better', 'b_better', 'tie', 'both_bad', 'undo'],
  correction: ['given', 'undo'],
  comment: ['given', 'undo'],
} as const satisfies Record<FeedbackKind, readonly FeedbackValue[]>;

/** The table's filter as the address holds it. Either a named range, or exact borders (from a bar of the chart). */
export interface FeedbackFilter {
  range: RangeName;
  from: string | undefined;
  to: string | undefined;
  chatbot: string;
  model: string;
  kind: FeedbackKind | '';
  value: FeedbackValue | '';
  mode: 'none' | 'vote' | 'rank' | '';
  reason: string;
  participant: string;
  invite: string;
  language: string;
  search: string;
  correction: 'true' | 'false' | '';
  comment: 'true' | 'false' | '';
  /** The first word; `NO_WORD` for messages without one. */
  questionType: string;
  version: string;
  minQuestionLength: string;
  maxQuestionLength: string;
  minAnswerLength: string;
  maxAnswerLength: string;
  /** False: every revision, replaced ones too. */
  current: boolean;
}

/** Stands in the address for the empty first word, which an address cannot tell from none. */
export const NO_WORD = '(none)';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KEY = /^[a-z][a-z0-9_]{0,39}$/;
const LENGTH = /^\d{1,7}$/;

const isKind = (text: string | undefined): text is FeedbackKind =>
  text !== undefined && Object.keys(valuesOf).includes(text);

/** Reads a filter from an address; what makes no sense there is left out rather than sent. */
export function readFilter(query: LocationQuery): FeedbackFilter {
  const range = single(query, 'range');
  const kind = single(query, 'kind');
  const value = single(query, 'value');
  const known = isKind(kind) ? kind : '';
  const allowed: readonly string[] = known ? valuesOf[known] : Object.values(valuesOf).flat();
  return {
    range: isRangeName(range) ? range : 'all',
    from: readTime(single(query, 'from')),
    to: readTime(single(query, 'to')),
    chatbot: readSlug(single(query, 'chatbot')),
    model: single(query, 'model')?.slice(0, 100) ?? '',
    kind: known,
    value: value && allowed.includes(value) ? (value as FeedbackValue) : '',
    mode: one(query, 'mode', ['none', 'vote', 'rank']),
    reason: matching(query, 'reason', KEY),
    participant: matching(query, 'participant', UUID),
    invite: matching(query, 'invite', UUID),
    language: single(query, 'language')?.slice(0, 40) ?? '',
    search: single(query, 'search')?.slice(0, 200) ?? '',
    correction: one(query, 'correction', ['true', 'false']),
    comment: one(query, 'comment', ['true', 'false']),
    questionType: single(query, 'questionType')?.slice(0, 40) ?? '',
    version: matching(query, 'version', /^[1-9]\d{0,5}$/),
    minQuestionLength: matching(query, 'minQuestionLength', LENGTH),
    maxQuestionLength: matching(query, 'maxQuestionLength', LENGTH),
    minAnswerLength: matching(query, 'minAnswerLength', LENGTH),
    maxAnswerLength: matching(query, 'maxAnswerLength', LENGTH),
    current: single(query, 'history') !== 'true',
  };
}

/** Writes a filter as parameters of an address; defaults are `undefined`, so that the address stays short. */
export function writeFilter(filter: FeedbackFilter): Record<string, string | undefined> {
  return {
    range: filter.from || filter.to || filter.range === 'all' ? undefined : filter.range,
    from: filter.from,
    to: filter.to,
    chatbot: filter.chatbot || undefined,
    model: filter.model || undefined,
    kind: filter.kind || undefined,
    value: filter.value || undefined,
    ...texts(filter),
    history: filter.current ? undefined : 'true',
  };
}

/** The filter as the API takes it, with the range's beginning counted back from `now`. */
export function toRequest(filter: FeedbackFilter, now: Date) {
  const exact = filter.from !== undefined || filter.to !== undefined;
  return {
    from: exact ? filter.from : startOf(filter.range, now)?.toISOString(),
    to: filter.to,
    chatbot: filter.chatbot || undefined,
    model: filter.model || undefined,
    kind: filter.kind || undefined,
    value: filter.value || undefined,
    ...texts(filter),
    ...(filter.questionType === NO_WORD ? { questionType: '' } : {}),
    mode: filter.mode || undefined,
    correction: filter.correction || undefined,
    comment: filter.comment || undefined,
    current: filter.current ? ('true' as const) : ('false' as const),
  };
}

/** Where the rows of a table come as CSV. */
export function csvAddress(
  view: 'feedback' | 'conversations',
  filter: FeedbackFilter,
  now: Date,
): string {
  const parameters = Object.entries(toRequest(filter, now)).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as [string, string]],
  );
  return `/api/${view}/csv?${new URLSearchParams(parameters).toString()}`;
}

/** True when something narrower than "all current feedback" is asked for. */
export function isFiltered(filter: FeedbackFilter): boolean {
  return Object.entries(writeFilter(filter)).some(
    ([name, text]) => text !== undefined && name !== 'history',
  );
}

/** Filters that are the same text in the address and in the request. */
const TEXTS = [
  'mode',
  'reason',
  'participant',
  'invite',
  'language',
  'search',
  'correction',
  'comment',
  'questionType',
  'version',
  'minQuestionLength',
  'maxQuestionLength',
  'minAnswerLength',
  'maxAnswerLength',
] as const satisfies readonly (keyof FeedbackFilter)[];
type TextFilter = (typeof TEXTS)[number];

const texts = (filter: FeedbackFilter) =>
  Object.fromEntries(TEXTS.map((name) => [name, filter[name] || undefined])) as Record<
    TextFilter,
    string | undefined
  >;

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

function readTime(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function readSlug(text: string | undefined): string {
  return text && /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(text) ? text : '';
}
