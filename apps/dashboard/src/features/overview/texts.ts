import type { LatestEvent } from '@koi/contracts/http';

export const texts = {
  upRate: 'Up-rate',
  interval: '95 % interval',
  noVotes: 'No votes in this time',
  rankings: 'Rankings',
  noRankings: 'No rankings in this time',
  notByModel: 'Not told apart by model',
  noPrice: 'Give a model a price, and its answers’ cost is counted here.',
};

export const firstSteps = [
  {
    title: 'Talk in the chat',
    text: 'Its address stands beside this one where koi was started. Send a message; the answer is counted here within seconds.',
  },
  {
    title: 'Judge an answer',
    text: 'A thumb up or down, or the better one of two. Which of them a chatbot asks for is set on its page.',
  },
  {
    title: 'Export and train',
    text: 'Datasets turns what was judged into versioned files and hands them to a trainer.',
  },
] as const;

export const outcomeTexts = {
  a_better: 'A better',
  b_better: 'B better',
  tie: 'Tie',
  both_bad: 'Both bad',
} as const;

export const eventTexts: Record<LatestEvent['kind'], string> = {
  message: 'Message',
  answer_failed: 'Answer failed',
  vote: 'Vote',
  ranking: 'Ranking',
  correction: 'Correction',
  comment: 'Comment',
};
