import type { Step } from '../filters/address.js';

export const seriesTexts = {
  votesUp: 'Thumbs up',
  votesDown: 'Thumbs down',
  rankings: 'Rankings',
  turns: 'Messages',
  conversations: 'Conversations',
  upRate: 'Up-rate',
  interval: '95 % interval',
  ttft: 'Time to first token',
  duration: 'Duration of an answer',
  failed: 'Failed answers',
  promptTokens: 'Tokens read',
  completionTokens: 'Tokens written',
  cost: 'Cost',
} as const;

export const stepTexts: Record<Step, string> = {
  minute: 'per minute',
  hour: 'per hour',
  day: 'per day',
};
