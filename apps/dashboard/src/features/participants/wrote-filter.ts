import type { LocationQuery } from 'vue-router';
import { bordersOf, readPeriod, single, type Period } from '../filters/address.js';

const modes = ['none', 'vote', 'rank'] as const;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** When, where and in which mode somebody has to have written; undefined when nothing of it is asked. */
export interface WroteFilter {
  readonly period: Period;
  readonly chatbot: string;
  readonly mode: (typeof modes)[number] | '';
}

/** Reads it from an address that a number of participants leads to. */
export function readWroteFilter(query: LocationQuery): WroteFilter | undefined {
  if (single(query, 'wrote') !== 'true') return undefined;
  const chatbot = single(query, 'chatbot');
  return {
    period: readPeriod(query, 'all'),
    chatbot: chatbot && SLUG.test(chatbot) ? chatbot : '',
    mode: modes.find((mode) => mode === single(query, 'mode')) ?? '',
  };
}

/** The filter as the API takes it. */
export const toWroteRequest = ({ period, chatbot, mode }: WroteFilter, now: Date) => ({
  wrote: 'true' as const,
  ...bordersOf(period, now),
  chatbot: chatbot || undefined,
  mode: mode || undefined,
});

/** The parameters that take it out of an address. */
export const withoutWrote = {
  wrote: undefined,
  range: undefined,
  from: undefined,
  to: undefined,
  chatbot: undefined,
  mode: undefined,
};
