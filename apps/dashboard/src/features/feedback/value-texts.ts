import type { ChipTone, IconName } from '../blocks/index.js';
import type { FeedbackValue } from './feedback-filter.js';

/** How each value of feedback is written and coloured, everywhere on the dashboard. */
export const valueTexts: Record<FeedbackValue, { label: string; tone: ChipTone; icon: IconName }> =
  {
    up: { label: 'Up', tone: 'up', icon: 'up' },
    down: { label: 'Down', tone: 'down', icon: 'down' },
    a_better: { label: 'A better', tone: 'rank', icon: 'ranking' },
    b_better: { label: 'B better', tone: 'rank', icon: 'ranking' },
    tie: { label: 'Tie', tone: 'plain', icon: 'ranking' },
    both_bad: { label: 'Both bad', tone: 'warn', icon: 'ranking' },
    given: { label: 'Written', tone: 'plain', icon: 'feedback' },
    undo: { label: 'Taken back', tone: 'plain', icon: 'undo' },
  };

export const kindTexts = {
  vote: 'Vote',
  ranking: 'Ranking',
  correction: 'Correction',
  comment: 'Comment',
} as const;

export const strengthTexts = { slightly: 'Slightly', much: 'Much' } as const;
