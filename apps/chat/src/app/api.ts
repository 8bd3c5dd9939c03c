import { createClient, openConversationStream, openTurnStream, type Client } from '@koi/sdk/client';
import { inject, type InjectionKey } from 'vue';

/** What the page asks of the gateway: calls, and the two streams. */
export interface Api extends Client {
  readonly openTurnStream: typeof openTurnStream;
  readonly openConversationStream: typeof openConversationStream;
}

export const apiKey: InjectionKey<Api> = Symbol('api');

/** The gateway's; responses are checked by their schemas in development. */
export function createApi(): Api {
  const client = createClient({ checkResponses: import.meta.env.DEV });
  return { ...client, openTurnStream, openConversationStream };
}

export function useApi(): Api {
  const api = inject(apiKey);
  if (!api) throw new Error('useApi needs the api that main.ts provides.');
  return api;
}
