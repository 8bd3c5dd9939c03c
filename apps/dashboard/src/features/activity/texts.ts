import type { Step } from '../filters/address.js';

export const seriesTexts = {
  votesUp: 'Thumbs up',
  votesDown: 'Thumbs down',
  rankings: 'Rankings',
} as const;

export const stepTexts: Record<Step, string> = {
  minute: 'per minute',
  hour: 'per hour',
  day: 'per day',
};
