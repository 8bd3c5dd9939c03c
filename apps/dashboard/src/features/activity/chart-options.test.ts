import { expect, test } from '@jest/globals';
import { chartOptions, type ChartColours } from './chart-options.js';

const colours: ChartColours = {
  up: '#0a0',
  down: '#a00',
  rank: '#00a',
  ink: '#000',
  muted: '#777',
  line: '#ddd',
  surface: '#fff',
};
const point = (time: string, votesUp: number, votesDown: number, rankings: number) => ({
  time,
  conversations: 1,
  turns: 2,
  votesUp,
  votesDown,
  rankings,
  candidates: 2,
  failedCandidates: 0,
  promptTokens: 0,
  completionTokens: 0,
  upRate: null,
  ttft: null,
  duration: null,
  cost: [],
});

test('up, down and rankings are one stack, bucket by bucket', () => {
  const options = chartOptions({
    points: [point('2026-03-09T14:00:00Z', 3, 1, 0), point('2026-03-09T15:00:00Z', 0, 2, 5)],
    step: 'hour',
    timeZone: 'UTC',
    colours,
    width: 800,
  });

  expect(options.series).toMatchObject([
    { name: 'Thumbs up', stack: 'feedback', data: [3, 0] },
    { name: 'Thumbs down', stack: 'feedback', data: [1, 2] },
    { name: 'Rankings', stack: 'feedback', data: [0, 5] },
  ]);
});

test('counts have no half steps on the axis', () => {
  const options = chartOptions({ points: [], step: 'day', timeZone: 'UTC', colours, width: 300 });

  expect(options.yAxis).toMatchObject({ minInterval: 1 });
});
