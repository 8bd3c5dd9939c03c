import type { ChatMessage, GenerationParameters } from '@koi/contracts';
import type { ModelFinish } from '../connector.js';

/** What a `LlamaProcess` is started with, as its only argument, in JSON. */
export interface LlamaSettings {
  /** Absolute paths. */
  readonly runtime: string;
  readonly file: string;
  readonly contextTokens: number;
  readonly sequences: number;
  readonly threads: number;
}

/** To the process: write an answer, or stop writing it. */
export type LlamaOrder =
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly messages: readonly ChatMessage[];
      readonly parameters: GenerationParameters;
    }
  | { readonly type: 'stop'; readonly id: number };

/** From the process, about one answer. `thinking`: it works, and nothing is to be shown. */
export type LlamaReply =
  | { readonly type: 'text'; readonly id: number; readonly text: string }
  | { readonly type: 'thinking'; readonly id: number }
  | {
      readonly type: 'end';
      readonly id: number;
      readonly reason: ModelFinish;
      readonly promptTokens: number;
      readonly completionTokens: number;
    }
  | { readonly type: 'refused'; readonly id: number; readonly message: string };

/** From the process, before it ends: the model cannot be loaded. */
export interface LlamaUnusable {
  readonly type: 'unusable';
  readonly message: string;
}
