import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router';
import { writePeriod, type Borders, type Period } from '../filters/address.js';

/** What the page is narrowed to, as the address holds it; empty for all. */
export interface OverviewFilter {
  readonly period: Period;
  readonly chatbot: string;
  readonly model: string;
  readonly mode: string;
}

/** A filter with moments in place of its period: of the time before, or of one bucket of a chart. */
export const within = (filter: OverviewFilter, borders: Borders): OverviewFilter => ({
  ...filter,
  period: { range: 'all', ...borders },
});

/** Links to the rows that a number counts. */
export const rows = {
  feedback: (
    filter: OverviewFilter,
    asked: { kind?: string | undefined; value?: string | undefined } = {},
  ): RouteLocationRaw => ({ name: 'feedback', query: { ...parametersOf(filter), ...asked } }),

  conversations: (filter: OverviewFilter): RouteLocationRaw => ({
    name: 'feedback',
    query: { ...parametersOf(filter), view: 'conversations' },
  }),

  turns: (filter: OverviewFilter): RouteLocationRaw => ({
    name: 'feedback',
    query: { ...parametersOf(filter), view: 'messages' },
  }),

  candidates: (
    filter: OverviewFilter,
    asked: Partial<
      Record<'outcome' | 'failure' | 'measured' | 'currency' | 'fallback', string | undefined>
    > = {},
  ): RouteLocationRaw => ({
    name: 'feedback',
    query: { ...parametersOf(filter), view: 'answers', ...asked },
  }),

  participants: (filter: OverviewFilter): RouteLocationRaw => ({
    name: 'participants',
    query: { ...parametersOf(filter), wrote: 'true', counted: 'counted' },
  }),
};

/** The pages behind the links show all time unless the address says otherwise. */
function parametersOf({ period, chatbot, model, mode }: OverviewFilter): LocationQueryRaw {
  return {
    ...writePeriod(period, 'all'),
    chatbot: chatbot || undefined,
    model: model || undefined,
    mode: mode || undefined,
  };
}
