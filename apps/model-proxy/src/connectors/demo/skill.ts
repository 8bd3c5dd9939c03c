import type { ModelConfig } from '@koi/contracts';
import type { Random } from './random.js';

export type DemoStyle = Extract<ModelConfig, { connector: 'demo' }>['style'];

/** What a person wrote, ready to be matched. */
export interface Utterance {
  /** As written, trimmed. */
  readonly raw: string;
  /** Lower case, straight quotes, contractions spelled out, no closing punctuation, single spaces. */
  readonly text: string;
  readonly words: readonly string[];
}

/** How an answer is told this time. */
export interface Voice {
  readonly style: DemoStyle;
  readonly random: Random;
  /** Whether the demo has told this sentence earlier in the conversation. */
  readonly told: (sentence: string) => boolean;
}

/** A short remark that only makes sense after an answer: “why?”, “more”, “shorter”. */
export type FollowUp =
  'why' | 'more' | 'shorter' | 'longer' | 'example' | 'simpler' | 'again' | 'sure';

export interface Answer {
  readonly say: (voice: Voice) => string;
  /** What it is about, as it fits after “about”; absent for small talk, which no follow-up refers to. */
  readonly about?: string;
  /** Where a follow-up needs more than the same answer told at another length. */
  readonly follow?: Partial<Record<FollowUp, (voice: Voice) => string>>;
  /** What has not been told yet, for a question that the answer cannot meet exactly. */
  readonly rest?: (voice: Voice) => string | undefined;
  /** Takes a remark that changes the request, such as “and in Python?”. */
  readonly change?: (said: Utterance) => Answer | undefined;
  /** Already says that a demo is speaking. */
  readonly introducesItself?: boolean;
}

export interface Setting {
  /** What the person wrote before, oldest first. */
  readonly earlier: readonly Utterance[];
  readonly now: Date;
}

/** Recognises one kind of message and answers it, or leaves it to the next skill. */
export type Skill = (said: Utterance, setting: Setting) => Answer | undefined;

/** The same text whatever the style. */
export const plainly = (...variants: readonly string[]): Answer => ({
  say: ({ random }) => random.pick(variants),
});
