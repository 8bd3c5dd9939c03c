export const texts = {
  upRate: 'Up-rate',
  interval: '95 % interval',
  noVotes: 'No votes in this range',
  rankings: 'Rankings',
  noRankings: 'No rankings in this range',
};

export const firstSteps = [
  {
    title: 'Talk in the chat',
    text: 'Its address stands beside this one where koi was started. Send a message; the answer is counted here within seconds.',
  },
  {
    title: 'Judge an answer',
    text: 'A thumb up or down, or the better one of two. Which of them a chatbot asks for stands in koi.yaml.',
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

/** The plain counts, in their order. */
export const countTexts: readonly {
  key: 'conversations' | 'participants' | 'turns' | 'candidates';
  label: string;
  hint: string;
}[] = [
  { key: 'conversations', label: 'Conversations', hint: 'Started in this range' },
  { key: 'participants', label: 'Participants', hint: 'People who wrote something' },
  { key: 'turns', label: 'Messages', hint: 'Sent by participants' },
  {
    key: 'candidates',
    label: 'Answers',
    hint: 'Written by models; two to a message when ranking',
  },
];
