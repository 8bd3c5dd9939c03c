import type { ChatMessage, GenerationParameters } from '@koi/contracts';
import type { ModelFinish } from '../connector.js';
import type { LlamaSettings } from './llama-messages.js';
import {
  loadRuntime,
  type HistoryItem,
  type LlamaModel,
  type LlamaRuntime,
  type LlamaSequence,
} from './llama-runtime.js';

/** llama.cpp's own defaults; node-llama-cpp would always take the likeliest token. */
const SAMPLING = { temperature: 0.8, topP: 0.95, topK: 40, minP: 0.05 };

interface Listener {
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
  readonly onThinking: () => void;
}

interface Written {
  readonly reason: ModelFinish;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A GGUF file in memory, with room for several answers at a time. */
export class LoadedModel {
  private readonly waiting: ((sequence: LlamaSequence) => void)[] = [];

  private constructor(
    private readonly runtime: LlamaRuntime,
    private readonly model: LlamaModel,
    private readonly chatWrapper: ReturnType<LlamaRuntime['resolveChatWrapper']>,
    private readonly free: LlamaSequence[],
    private readonly contextTokens: number,
  ) {}

  static async load({
    runtime: folder,
    file,
    contextTokens,
    sequences,
    threads,
  }: LlamaSettings): Promise<LoadedModel> {
    const runtime = await loadRuntime(folder);
    const llama = await runtime.getLlama({
      gpu: false,
      build: 'never',
      maxThreads: threads,
      logLevel: 'error',
      progressLogs: false,
    });
    const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
    const contextSize = Math.min(contextTokens, model.trainContextSize);
    const context = await model.createContext({ sequences, contextSize, threads });
    const free = Array.from({ length: sequences }, () => context.getSequence());
    return new LoadedModel(runtime, model, runtime.resolveChatWrapper(model), free, contextSize);
  }

  /**
   * Writes one answer. After an abort it ends within one step of the model.
   *
   * Without `maxTokens` an answer may fill a quarter of the context, which is what trimming keeps free: small models do not always find an end.
   */
  async write(
    messages: readonly ChatMessage[],
    parameters: GenerationParameters,
    { signal, onText, onThinking }: Listener,
  ): Promise<Written> {
    const sequence = await this.takeSequence();
    const chat = new this.runtime.LlamaChat({
      contextSequence: sequence,
      chatWrapper: this.chatWrapper,
    });
    try {
      const history = toHistory(messages);
      const before = sequence.tokenMeter.getState();
      const { metadata } = await chat.generateResponse(history, {
        ...SAMPLING,
        ...(parameters.temperature === undefined ? {} : { temperature: parameters.temperature }),
        ...(parameters.topP === undefined ? {} : { topP: parameters.topP }),
        ...(parameters.seed === undefined ? {} : { seed: parameters.seed }),
        ...(parameters.stop === undefined ? {} : { customStopTriggers: parameters.stop }),
        maxTokens: parameters.maxTokens ?? Math.floor(this.contextTokens / 4),
        signal,
        stopOnAbortSignal: true,
        onTextChunk: onText,
        onResponseChunk: ({ type }) => {
          if (type === 'segment') onThinking();
        },
      });
      return {
        reason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
        promptTokens: this.countPrompt(history),
        completionTokens: sequence.tokenMeter.diff(before).usedOutputTokens,
      };
    } finally {
      chat.dispose();
      this.giveBack(sequence);
    }
  }

  /** All tokens the answer follows, those included that were still in memory from the answer before. */
  private countPrompt(history: readonly HistoryItem[]): number {
    const { contextText } = this.chatWrapper.generateContextState({ chatHistory: history });
    return contextText.tokenize(this.model.tokenizer).length;
  }

  private async takeSequence(): Promise<LlamaSequence> {
    return this.free.pop() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  private giveBack(sequence: LlamaSequence): void {
    const next = this.waiting.shift();
    if (next) next(sequence);
    else this.free.push(sequence);
  }
}

/** The model's own chat template is put around them by the chat wrapper. The last item is the answer to write. */
function toHistory(messages: readonly ChatMessage[]): HistoryItem[] {
  const said = messages.map(({ role, content }): HistoryItem =>
    role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content },
  );
  return [...said, { type: 'model', response: [] }];
}
