import { openAiCompatibleProtocol } from '../openai-compatible/openai-compatible.protocol.js';
import type { Protocol } from '../upstream/protocol.js';

/** A function in the owner's own process: `serveModel` of the SDK speaks Chat Completions. */
export function callbackProtocol({
  url,
  ...settings
}: {
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}): Protocol {
  return {
    ...openAiCompatibleProtocol({ ...settings, baseUrl: `${url.replace(/\/+$/, '')}/v1` }),
    hint: 'check that url is what serveModel says it is',
  };
}
