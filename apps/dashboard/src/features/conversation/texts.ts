import type { ChipTone } from '../blocks/index.js';

export const stateTexts: Record<
  'queued' | 'streaming' | 'completed' | 'stopped' | 'failed',
  { label: string; tone: ChipTone }
> = {
  queued: { label: 'Queued', tone: 'plain' },
  streaming: { label: 'Writing', tone: 'accent' },
  completed: { label: 'Completed', tone: 'up' },
  stopped: { label: 'Stopped', tone: 'warn' },
  failed: { label: 'Failed', tone: 'down' },
};

export const finishTexts = {
  stop: 'the model',
  length: 'token limit',
  content_filter: 'content filter',
  stopped: 'the participant',
  abandoned: 'nobody reading',
  error: 'an error',
} as const;

export const verdictTexts = {
  chosen: { label: 'Chosen', tone: 'up' },
  rejected: { label: 'Rejected', tone: 'plain' },
  tie: { label: 'Tie', tone: 'plain' },
  both_bad: { label: 'Both bad', tone: 'warn' },
} as const satisfies Record<string, { label: string; tone: ChipTone }>;
