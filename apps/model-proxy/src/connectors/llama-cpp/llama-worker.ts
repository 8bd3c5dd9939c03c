/**
 * The program of a `LlamaProcess`: loads one model and writes answers until its parent is gone. A process of its own,
 * because the work would hold up every other answer of model-proxy, and a crash of native code would end them.
 */
import type { LlamaOrder, LlamaReply, LlamaSettings, LlamaUnusable } from './llama-messages.js';
import { LoadedModel } from './loaded-model.js';

const settings = JSON.parse(process.argv[2] ?? '') as LlamaSettings;
const running = new Map<number, AbortController>();

process.on('disconnect', () => process.exit());
process.on('message', (order: LlamaOrder) => {
  if (order.type === 'stop') running.get(order.id)?.abort();
  else void write(order);
});

const loading = LoadedModel.load(settings);
loading.catch((error: unknown) => {
  process.send?.({ type: 'unusable', message: messageOf(error) } satisfies LlamaUnusable, () =>
    process.exit(1),
  );
});

async function write({ id, messages, parameters }: LlamaOrder & { type: 'ask' }): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const model = await loading.catch(() => undefined);
  try {
    const { signal } = controller;
    if (!model || signal.aborted) return;
    const written = await model.write(messages, parameters, {
      signal,
      onText: (text) => send({ type: 'text', id, text }),
      onThinking: () => send({ type: 'thinking', id }),
    });
    send({ type: 'end', id, ...written });
  } catch (error) {
    send({ type: 'refused', id, message: messageOf(error) });
  } finally {
    running.delete(id);
  }
}

function send(reply: LlamaReply): void {
  // Who does not listen any more needs no answer.
  if (process.connected && !running.get(reply.id)?.signal.aborted) process.send?.(reply);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
