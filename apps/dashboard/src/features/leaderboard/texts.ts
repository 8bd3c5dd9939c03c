import type { UnrankedReason } from '@koi/contracts/http';

export const unrankedTexts: Record<UnrankedReason, { label: string; hint: string }> = {
  not_enough_votes: {
    label: 'Not enough votes',
    hint: 'Fewer comparisons than a rank needs',
  },
  unbounded: {
    label: 'No limit yet',
    hint: 'No comparisons limit how strong or weak it may be yet, as when it never lost or never won',
  },
  not_connected: {
    label: 'Not connected',
    hint: 'No comparison connects it with the largest group of models',
  },
};

export const texts = {
  lead: 'Which model people prefer, from rankings of two answers',
  emptyTitle: 'No rankings to rate by yet',
  emptyText:
    'Ratings come from rankings of two answers. Give a chatbot the feedback mode rank and at least two models, then choose between answers in its chat.',
  waitingTitle: 'The first rating is on its way',
  waitingText: 'Rankings are rated in the background. The ratings show here by themselves.',
  ratings: 'Ratings',
  ratingsHint:
    'Bradley–Terry strengths on the Elo scale with 95 % bootstrap intervals. Models whose intervals overlap share a rank.',
  matrix: 'Who beat whom',
  matrixHint:
    'Share of wins of the row against the column, ties left out. A cell opens its battles.',
  history: 'Ratings over time',
  bias: 'What may bias the votes',
  votes: 'Thumbs by model',
  noVotes: 'No thumbs up or down yet.',
} as const;
