/* Stands in for node-llama-cpp where only its behaviour counts: the name of the file says what the model does. */
import { setTimeout as sleep } from 'node:timers/promises';

const WORDS = ['Water ', 'is ', 'wet 🐟', ', and ', 'fish ', 'live ', 'in ', 'it.'];

export async function getLlama({ gpu, build }) {
  if (gpu !== false || build !== 'never') throw new Error('This koi uses no graphics card.');
  return {
    async loadModel({ modelPath }) {
      if (modelPath.includes('broken')) throw new Error('invalid magic characters');
      let free = 0;
      return {
        kind: /(\w+)\.gguf$/.exec(modelPath)[1],
        trainContextSize: 2_048,
        tokenizer: 'words',
        async createContext({ sequences, contextSize }) {
          if (contextSize > 2_048) throw new Error('more than it was trained for');
          return {
            getSequence: () => {
              if (++free > sequences) throw new Error('no sequence is left');
              const used = { usedOutputTokens: 0 };
              return {
                model: this,
                used,
                tokenMeter: {
                  getState: () => used.usedOutputTokens,
                  diff: (before) => ({ usedOutputTokens: used.usedOutputTokens - before }),
                },
              };
            },
          };
        },
      };
    },
  };
}

export const resolveChatWrapper = (model) => ({
  model,
  generateContextState: ({ chatHistory }) => ({
    contextText: {
      tokenize: () => [
        1,
        ...chatHistory.flatMap(({ text = '' }) => text.split(' ').filter(Boolean)),
      ],
    },
  }),
});

export class LlamaChat {
  constructor({ contextSequence, chatWrapper }) {
    this.sequence = contextSequence;
    this.kind = chatWrapper.model.kind;
  }

  async generateResponse(history, options) {
    const { signal, maxTokens, customStopTriggers = [], onTextChunk, onResponseChunk } = options;
    if (this.kind === 'refusing') throw new Error('The context size is too small.');
    if (this.kind === 'thinking') onResponseChunk({ type: 'segment' });
    const words = this.kind === 'echoing' ? [JSON.stringify({ history, options })] : WORDS;
    for (const [count, word] of words.entries()) {
      if (this.kind !== 'echoing' && customStopTriggers.some((trigger) => word.includes(trigger)))
        return { metadata: { stopReason: 'customStopTrigger' } };
      if (count === maxTokens) return { metadata: { stopReason: 'maxTokens' } };
      await sleep(this.kind === 'slow' ? 2_500 : 5, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return { metadata: { stopReason: 'abort' } };
      if (this.kind === 'crashing' && count === 2) process.kill(process.pid, 'SIGKILL');
      this.sequence.used.usedOutputTokens += 1;
      onTextChunk(word);
    }
    return { metadata: { stopReason: 'eogToken' } };
  }

  dispose() {
    this.kind = undefined;
  }
}
