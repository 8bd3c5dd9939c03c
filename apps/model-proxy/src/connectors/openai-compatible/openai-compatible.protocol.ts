import type { Protocol } from '../upstream/protocol.js';
import { readChunk, readCompletion } from './completion-chunk.js';
import { adaptedRequest, completionRequest } from './request-body.js';

/** The Chat Completions protocol: OpenAI itself, vLLM, llama.cpp's server, LiteLLM, OpenRouter and others. */
export function openAiCompatibleProtocol(settings: {
  /** Up to and with `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** OpenAI alone knows these two. */
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}): Protocol {
  const { baseUrl, model, apiKey, organization, project } = settings;
  return {
    url: `${baseUrl.replace(/\/+$/, '')}/chat/completions`,
    listUrl: `${baseUrl.replace(/\/+$/, '')}/models`,
    headers: {
      accept: 'text/event-stream, application/json;q=0.9',
      ...(organization === undefined ? {} : { 'openai-organization': organization }),
      ...(project === undefined ? {} : { 'openai-project': project }),
      ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
    },
    frames: 'events',
    hint: 'check that baseUrl is right, usually ending in /v1',
    body: (request) => completionRequest(model, request),
    adapt: adaptedRequest,
    read: readChunk,
    readWhole: readCompletion,
  };
}
