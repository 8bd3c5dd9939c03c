import type { ChatCompletionChunk, OpenAiUsage, StreamEvent } from '@koi/contracts';
import { toFinishReason, type CompletionHead } from './completion-shape.js';
import { GenerationFailed } from './completions.errors.js';

type Choice = ChatCompletionChunk['choices'][number];

interface Written {
  /** The answer as koi has it now. */
  text: string;
  /** What the client has of it. */
  sent: string;
  /** A new attempt began, and has not yet come as far as the client. */
  catchingUp: boolean;
}

/**
 * Turns the events of one turn into OpenAI's chunks. A client of that API cannot be told to forget text: when an
 * answer has to begin again (its process died), the new text is sent from where the client stands for as long as it
 * says the same, and the completion fails where it does not. Pure: it neither waits nor writes to a socket.
 */
export class ChunkWriter {
  private readonly written: Map<string, Written>;
  private begun = false;

  constructor(
    private readonly head: CompletionHead,
    private readonly includeUsage: boolean,
    private readonly emit: (chunk: ChatCompletionChunk) => void,
  ) {
    this.written = new Map(
      head.koi.candidate_ids.map((id) => [id, { text: '', sent: '', catchingUp: false }]),
    );
  }

  /** Returns the failure that ends the completion, when the event is one. */
  take(event: StreamEvent): GenerationFailed | undefined {
    if (event.type === 'end' || event.type === 'connection') return undefined;
    const answer = this.written.get(event.candidateId);
    if (!answer) return undefined;
    if (event.type === 'done') {
      if (event.state === 'failed')
        return new GenerationFailed(event.detail ?? 'The model could not answer.');
      if (answer.catchingUp && answer.text !== answer.sent) return diverged();
      this.send(event.candidateId, {}, toFinishReason(event.finishReason));
      return undefined;
    }
    if (event.type === 'delta') answer.text += event.text;
    else {
      answer.text = event.text;
      answer.catchingUp = answer.sent !== '';
    }
    return this.pass(event.candidateId, answer);
  }

  /** The last chunk, when the client asked for usage. */
  end(usage: OpenAiUsage): void {
    this.begin();
    if (this.includeUsage) this.chunk([], { usage });
  }

  private pass(candidateId: string, answer: Written): GenerationFailed | undefined {
    const { text, sent } = answer;
    if (answer.catchingUp) {
      if (!text.startsWith(sent)) return sent.startsWith(text) ? undefined : diverged();
      answer.catchingUp = false;
    }
    const content = text.slice(sent.length);
    answer.sent = text;
    if (content !== '') this.send(candidateId, { content });
    return undefined;
  }

  private send(
    candidateId: string,
    delta: Choice['delta'],
    finishReason: Choice['finish_reason'] = null,
  ): void {
    this.begin();
    const index = this.head.koi.candidate_ids.indexOf(candidateId);
    this.chunk([choice(index, delta, finishReason)]);
  }

  /** Who speaks, once for each choice; with the first text, because a failure before it is an HTTP status. */
  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    for (const index of this.head.koi.candidate_ids.keys()) {
      this.chunk(
        [choice(index, { role: 'assistant', content: '' })],
        index === 0 ? { koi: this.head.koi } : {},
      );
    }
  }

  private chunk(choices: Choice[], more: Pick<ChatCompletionChunk, 'usage' | 'koi'> = {}): void {
    const { id, created, model } = this.head;
    this.emit({
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      choices,
      ...(this.includeUsage ? { usage: null } : {}),
      ...more,
    });
  }
}

const choice = (
  index: number,
  delta: Choice['delta'],
  finishReason: Choice['finish_reason'] = null,
): Choice => ({ index, delta, logprobs: null, finish_reason: finishReason });

const diverged = (): GenerationFailed =>
  new GenerationFailed('The answer was interrupted and began anew. Please ask again.');
