import { createClient, openConversationStream, openTurnStream, type Client } from '@koi/sdk/client';
import { inject, type InjectionKey } from 'vue';
import { nextTask } from './next-task.js';

/** What the page asks of the gateway: calls, and the two streams. */
export interface Api extends Client {
  readonly openTurnStream: typeof openTurnStream;
  readonly openConversationStream: typeof openConversationStream;
}

export const apiKey: InjectionKey<Api> = Symbol('api');

/** In a task of its own: what asks for something is often in the middle of setting a part of the page. */
async function fetchSoon(...request: Parameters<typeof fetch>): Promise<Response> {
  // Nobody sees a hidden tab wait, but its timers are late.
  if (!document.hidden) await nextTask();
  return fetch(...request);
}

/** The gateway's; responses are checked by their schemas in development. */
export function createApi(): Api {
  const client = createClient({ checkResponses: import.meta.env.DEV, fetch: fetchSoon });
  return { ...client, openTurnStream, openConversationStream };
}

export function useApi(): Api {
  const api = inject(apiKey);
  if (!api) throw new Error('useApi needs the api that main.ts provides.');
  return api;
}
