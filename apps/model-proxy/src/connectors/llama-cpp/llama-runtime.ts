import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/*
 * The part of node-llama-cpp 3.22 that koi uses (https://node-llama-cpp.withcat.ai/api/functions/getLlama). The package is
 * installed on demand, so that its types are not there when koi is compiled.
 */

export type HistoryItem =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: readonly string[] };

interface ChatWrapper {
  generateContextState(state: { chatHistory: readonly HistoryItem[] }): {
    contextText: { tokenize(tokenizer: unknown): readonly number[] };
  };
}

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly tokenizer: unknown;
  createContext(options: {
    sequences: number;
    contextSize: number;
    threads: number;
  }): Promise<{ getSequence(): LlamaSequence }>;
}

export interface LlamaSequence {
  readonly tokenMeter: {
    getState(): unknown;
    diff(before: unknown): { readonly usedOutputTokens: number };
  };
}

interface GenerateOptions {
  readonly signal: AbortSignal;
  readonly stopOnAbortSignal: true;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly minP: number;
  readonly seed?: number;
  readonly customStopTriggers?: readonly string[];
  readonly onTextChunk: (text: string) => void;
  readonly onResponseChunk: (chunk: { readonly type: string | undefined }) => void;
}

interface LlamaChat {
  generateResponse(
    history: readonly HistoryItem[],
    options: GenerateOptions,
  ): Promise<{ readonly metadata: { readonly stopReason: string } }>;
  dispose(): void;
}

export interface LlamaRuntime {
  getLlama(options: {
    gpu: false;
    build: 'never';
    maxThreads: number;
    logLevel: 'error';
    progressLogs: false;
  }): Promise<{
    loadModel(options: { modelPath: string; gpuLayers: 0 }): Promise<LlamaModel>;
  }>;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
  LlamaChat: new (options: {
    contextSequence: LlamaSequence;
    chatWrapper: ChatWrapper;
  }) => LlamaChat;
}

/** The program of the runtime that is installed in this folder. */
export const runtimeEntry = (folder: string): string =>
  join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');

/** Loads it. It is loaded by the process that runs the model, never by model-proxy itself. */
export const loadRuntime = (folder: string): Promise<LlamaRuntime> =>
  import(pathToFileURL(runtimeEntry(folder)).href) as Promise<LlamaRuntime>;
