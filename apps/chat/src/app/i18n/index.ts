import { createI18n } from 'vue-i18n';
import { storage } from '../storage.js';
import { en, type Messages } from './en.js';
import { prepareMessages } from './plain-messages.js';

/** Each language under its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const STORAGE_KEY = 'koi-language';
const load: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => en,
  de: async () => (await import('./de.js')).de,
};

/** Still as messages to the types: keys are checked by them. */
const prepared = (messages: Messages): Messages => prepareMessages(messages) as unknown as Messages;

const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text);

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: prepared(en) } as Record<Language, Messages>,
});

/** The language chosen earlier, else the first of the browser's that is known, else English. */
export function preferredLanguage(): Language {
  const wanted = [storage.getItem(STORAGE_KEY) ?? '', ...navigator.languages];
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isLanguage) ?? 'en';
}

/** Loads a language and shows the page in it. */
export async function showLanguage(language: Language): Promise<void> {
  i18n.global.setLocaleMessage(language, prepared(await load[language]()));
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}

/** Shows a language and remembers the choice. */
export async function chooseLanguage(language: Language): Promise<void> {
  await showLanguage(language);
  storage.setItem(STORAGE_KEY, language);
}
