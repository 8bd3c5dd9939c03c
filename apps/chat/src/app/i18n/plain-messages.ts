import type { MessageFunction } from 'vue-i18n';

interface Messages {
  readonly [key: string]: string | Messages;
}
type Prepared = { [key: string]: string | MessageFunction | Prepared };

/** What vue-i18n reads as syntax: placeholders, linked messages, plural forms. */
const SYNTAX = /[{}@|]/;

/**
 * Messages without syntax as functions, which vue-i18n need not compile: it does so when a message is first shown, and a
 * panel with ten of them would take a slow phone longer than a frame.
 */
export function prepareMessages(messages: object): Prepared {
  return Object.fromEntries(
    Object.entries(messages as Messages).map(([key, message]): [string, Prepared[string]] => {
      if (typeof message !== 'string') return [key, prepareMessages(message)];
      return [key, SYNTAX.test(message) ? message : () => message];
    }),
  );
}
