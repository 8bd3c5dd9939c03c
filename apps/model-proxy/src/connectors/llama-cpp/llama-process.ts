import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, on } from 'node:events';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ChatMessage, GenerationParameters } from '@koi/contracts';
import { UpstreamFailure } from '../upstream-failure.js';
import type { LlamaOrder, LlamaReply, LlamaSettings, LlamaUnusable } from './llama-messages.js';

const WORKER = fileURLToPath(new URL('./llama-worker.js', import.meta.url));

/** Needs nothing else, and least of all the keys of other models. */
const VARIABLES = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'LANG'];

/** One model in a process of its own. It is started by the first question, and again by the first one after a crash. */
export class LlamaProcess {
  private child: ChildProcess | undefined;
  private lastId = 0;
  private readonly asked = new Map<number, EventEmitter>();
  private retired = false;

  constructor(
    private readonly settings: LlamaSettings,
    private readonly worker = WORKER,
  ) {}

  /**
   * The replies to one question; ends after `end`.
   *
   * @throws UpstreamFailure when the model cannot be loaded, the process dies, or refuses; the signal's reason.
   */
  async *ask(
    messages: readonly ChatMessage[],
    parameters: GenerationParameters,
    signal: AbortSignal,
  ): AsyncGenerator<LlamaReply> {
    signal.throwIfAborted();
    const id = ++this.lastId;
    const replies = new EventEmitter();
    this.asked.set(id, replies);
    const child = this.start();
    try {
      const heard = on(replies, 'reply', { signal });
      tell(child, { type: 'ask', id, messages, parameters });
      for await (const [reply] of heard as AsyncIterable<[LlamaReply]>) {
        if (reply.type === 'refused') throw new UpstreamFailure('rejected', reply.message);
        yield reply;
        if (reply.type === 'end') return;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      this.asked.delete(id);
      tell(child, { type: 'stop', id });
      this.endIfRetired();
    }
  }

  /** Ends the process after its last answer; for a model whose settings have changed. */
  retire(): void {
    this.retired = true;
    this.endIfRetired();
  }

  /** Ends the process at once. */
  end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private endIfRetired(): void {
    if (this.retired && this.asked.size === 0) this.end();
  }

  private start(): ChildProcess {
    if (this.child) return this.child;
    const child = fork(this.worker, [JSON.stringify(this.settings)], {
      env: Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]])),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    // koi itself goes before: a model that takes every core must not hold up other answers.
    if (child.pid !== undefined) lowerPriority(child.pid);
    let unusable: string | undefined;
    child.on('message', (message: LlamaReply | LlamaUnusable) => {
      if (message.type === 'unusable') unusable = message.message;
      else this.asked.get(message.id)?.emit('reply', message);
    });
    child.on('error', (error) => (unusable ??= error.message));
    child.on('close', (code, signal) => {
      if (this.child === child) this.child = undefined;
      const failure = unusable
        ? new UpstreamFailure('misconfigured', `llama.cpp cannot load the model: ${unusable}`)
        : new UpstreamFailure('server_error', `llama.cpp ended (${signal ?? code})`);
      for (const replies of this.asked.values()) replies.emit('error', failure);
    });
    return child;
  }
}

/** A process that is gone is told of by `close`. */
function tell(child: ChildProcess, order: LlamaOrder): void {
  if (child.connected) child.send(order, () => undefined);
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not every system lets a process do that; then both have the same.
  }
}
