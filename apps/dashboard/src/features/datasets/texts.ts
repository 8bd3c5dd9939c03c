import type { DatasetKind, DatasetState, TrainingMethod } from './terms.js';
import type { ChipTone } from '../blocks/index.js';

export const kindTexts: Record<DatasetKind, { label: string; hint: string }> = {
  dpo: {
    label: 'Preference pairs (DPO)',
    hint: 'One row a ranking with a winner: prompt, chosen and rejected answer. Ties and “both bad” are left out.',
  },
  votes: {
    label: 'Votes',
    hint: 'One row a thumb: prompt, answer, up or down. For KTO, reward models or analysis of your own.',
  },
};

export const stateTexts: Record<DatasetState, { label: string; tone: ChipTone }> = {
  queued: { label: 'Queued', tone: 'plain' },
  building: { label: 'Building', tone: 'accent' },
  ready: { label: 'Ready', tone: 'up' },
  failed: { label: 'Failed', tone: 'down' },
};

export const methodTexts: Record<TrainingMethod, string> = {
  dpo: 'DPO: direct preference optimisation',
  kto: 'KTO: from single votes',
  sft: 'SFT: on the chosen answers',
  reward: 'Reward model',
};

/** Why source rows were left out; a reason without a text is shown as it is. */
const exclusionTexts: Readonly<Record<string, string>> = {
  tie: 'ties',
  both_bad: 'both bad',
  unfinished: 'unfinished answers',
  stopped: 'stopped answers',
  failed: 'failed answers',
  empty: 'empty answers',
  identical: 'two identical answers',
  undone: 'taken back',
  deleted: 'deleted conversations',
  no_consent: 'without consent',
  participant_excluded: 'of excluded participants',
};

export const exclusionText = (reason: string): string =>
  exclusionTexts[reason] ?? reason.replaceAll('_', ' ');
