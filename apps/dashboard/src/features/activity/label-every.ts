import type { Step } from '../filters/address.js';

const rounds = {
  minute: [5, 10, 15, 30, 60],
  hour: [1, 2, 3, 6, 12, 24, 48],
  day: [1, 2, 7, 14, 30, 90],
};

/** How many buckets lie between two labels, so that labels stand at round times and at most `room` of them. */
export function labelEvery(step: Step, buckets: number, room: number): number {
  const enough = rounds[step].find((every) => buckets / every <= room);
  return enough ?? Math.ceil(buckets / Math.max(1, room));
}

/** Whether the bucket at `index` carries a label: counted from a round time, not from the left edge. */
export function isLabelled(start: string, step: Step, every: number, index: number): boolean {
  if (step === 'day') return index % every === 0;
  const time = new Date(start);
  const place = step === 'hour' ? time.getHours() : time.getMinutes();
  if (step === 'hour' && every >= 24) {
    return place === 0 && Math.floor(index / 24) % Math.round(every / 24) === 0;
  }
  return place % every === 0;
}
