import type { Connector, ConnectorEvent, ConnectorRequest } from '../connector.js';
import { WholeCharacters } from '../whole-characters.js';
import type { LlamaProcess } from './llama-process.js';

/** A model that koi runs itself. */
export class LlamaCppConnector implements Connector {
  constructor(private readonly model: Pick<LlamaProcess, 'ask'>) {}

  async *stream(request: ConnectorRequest): AsyncGenerator<ConnectorEvent> {
    const { messages, parameters, seed, signal, onActivity } = request;
    const characters = new WholeCharacters();
    const asked = { ...(seed === undefined ? {} : { seed }), ...parameters };
    for await (const reply of this.model.ask(messages, asked, signal)) {
      if (reply.type === 'thinking') onActivity?.();
      if (reply.type === 'text') {
        const text = characters.take(reply.text);
        if (text !== '') yield { type: 'text', text };
      }
      if (reply.type === 'end') {
        const rest = characters.end();
        if (rest !== '') yield { type: 'text', text: rest };
        const { reason, promptTokens, completionTokens } = reply;
        yield { type: 'usage', promptTokens, completionTokens };
        yield { type: 'finish', reason };
      }
    }
  }
}
