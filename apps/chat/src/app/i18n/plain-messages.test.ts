import { expect, test } from '@jest/globals';
import { createI18n } from 'vue-i18n';
import { de } from './de.js';
import { en } from './en.js';
import { prepareMessages } from './plain-messages.js';

interface Translations {
  t(key: string, values: object): string;
  te(key: string): boolean;
}

const textsOf = (messages: object, path = ''): string[] =>
  Object.entries(messages).flatMap(([key, message]) =>
    typeof message === 'string' ? [path + key] : textsOf(message as object, `${path}${key}.`),
  );

/** Without its types, which follow every key. */
const create = createI18n as unknown as (options: object) => { global: Translations };

test.each(Object.entries({ en, de }))('every message of %s says the same', (locale, messages) => {
  const translate = (of: object): Translations =>
    create({ legacy: false, locale, messages: { [locale]: of } }).global;
  const plain = translate(messages);
  const prepared = translate(prepareMessages(messages));
  const values = { count: 2, n: 2, when: 'now', name: 'N', title: 'T', index: 1, total: 3 };

  for (const key of textsOf(messages)) {
    expect([key, prepared.t(key, values)]).toEqual([key, plain.t(key, values)]);
    expect(prepared.te(key)).toBe(true);
  }
});
