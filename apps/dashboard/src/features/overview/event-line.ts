import type { FailureOfAnswer, LatestEvent } from '@koi/contracts/http';
import { failureTexts } from '../turns/texts.js';
import { eventTexts, outcomeTexts } from './texts.js';

/** An event in a few words, and whether it is good news. */
export function eventLine({ kind, value }: Pick<LatestEvent, 'kind' | 'value'>): {
  text: string;
  tone: 'good' | 'bad' | 'plain' | 'quiet';
} {
  const name = eventTexts[kind];
  if (kind === 'message') return { text: name, tone: 'quiet' };
  if (kind === 'answer_failed') {
    const failure = failureTexts[value as FailureOfAnswer] ?? failureTexts.unknown;
    return { text: `${name}: ${failure.toLowerCase()}`, tone: 'bad' };
  }
  if (value === 'undo') return { text: `${name} taken back`, tone: 'quiet' };
  if (kind === 'vote') return { text: `${name} ${value}`, tone: value === 'up' ? 'good' : 'bad' };
  if (kind === 'ranking') {
    const outcome = outcomeTexts[value as keyof typeof outcomeTexts] ?? value;
    return { text: `${name}: ${outcome}`, tone: value === 'both_bad' ? 'bad' : 'plain' };
  }
  return { text: name, tone: 'plain' };
}
