import type { Mode } from './useMode.js';
import type { RangeName } from './time-range.js';

export const rangeLabels: Record<RangeName, string> = {
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  all: 'All',
};

export const rangeSentences: Record<RangeName, string> = {
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  all: 'all time',
};

export const rangeChoices = [
  { value: 'all', label: 'All time' },
  { value: '30d', label: 'Last 30 days' },
  { value: '7d', label: 'Last 7 days' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '1h', label: 'Last hour' },
] as const satisfies readonly { value: RangeName; label: string }[];

export const texts = {
  range: 'Time range',
  chatbot: 'Chatbot',
  allChatbots: 'All chatbots',
  model: 'Model',
  allModels: 'All models',
  mode: 'Mode',
  allModes: 'All modes',
  custom: 'Custom',
  customRange: 'Custom time range',
  from: 'From',
  to: 'Until',
  timesIn: 'Times are in',
  needsMoment: 'Name a beginning or an end.',
  wrongOrder: 'The end must be later than the beginning.',
  cancel: 'Cancel',
  show: 'Show',
};

export const modeTexts: Record<Mode, string> = {
  vote: 'Voting',
  rank: 'Comparing',
  none: 'No feedback',
};
