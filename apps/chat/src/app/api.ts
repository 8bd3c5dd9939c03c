import { createClient, type Client } from '@koi/sdk/client';
import { inject, type InjectionKey } from 'vue';

export const apiKey: InjectionKey<Client> = Symbol('api');

/** The client of the page; responses are checked by their schemas in development. */
export function createApi(): Client {
  return createClient({ checkResponses: import.meta.env.DEV });
}

export function useApi(): Client {
  const api = inject(apiKey);
  if (!api) throw new Error('useApi needs the api that main.ts provides.');
  return api;
}
