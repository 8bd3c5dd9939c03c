import type { TrainingRun } from '@koi/contracts/http';
import type { ChipTone } from '../blocks/index.js';

export const stateTexts: Record<TrainingRun['state'], { label: string; tone: ChipTone }> = {
  queued: { label: 'Queued', tone: 'plain' },
  running: { label: 'Running', tone: 'accent' },
  completed: { label: 'Completed', tone: 'up' },
  failed: { label: 'Failed', tone: 'down' },
  cancelled: { label: 'Cancelled', tone: 'warn' },
};
