import type { Overview } from '@koi/contracts/http';

export const texts = {
  upRate: 'Up-rate',
  interval: '95 % interval',
  noVotes: 'No votes in this range',
  rankings: 'Rankings',
  noRankings: 'No rankings in this range',
};

export const outcomeTexts = {
  a_better: 'A better',
  b_better: 'B better',
  tie: 'Tie',
  both_bad: 'Both bad',
} as const;

/** The plain counts, in their order. */
export const countTexts: readonly { key: keyof Overview & string; label: string; hint: string }[] =
  [
    { key: 'conversations', label: 'Conversations', hint: 'Started in this range' },
    { key: 'participants', label: 'Participants', hint: 'People who wrote something' },
    { key: 'turns', label: 'Messages', hint: 'Sent by participants' },
    {
      key: 'candidates',
      label: 'Answers',
      hint: 'Written by models; two to a message when ranking',
    },
  ];
