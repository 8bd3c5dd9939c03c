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
  /** False: every revision, replaced ones too. */
  current: boolean;
}

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
    current: filter.current ? ('true' as const) : ('false' as const),
  };
}

/** True when something narrower than "all current feedback" is asked for. */
export function isFiltered(filter: FeedbackFilter): boolean {
  return Object.entries(writeFilter(filter)).some(
    ([name, text]) => text !== undefined && name !== 'history',
  );
}

function readTime(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function readSlug(text: string | undefined): string {
  return text && /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(text) ? text : '';
}
