import { readonly, shallowRef } from 'vue';

/** The person did not agree; nothing was stored. */
export class ConsentDeclined extends Error {
  override readonly name = 'ConsentDeclined';
}

const question = shallowRef<{ text: string; answer: (agreed: boolean) => void }>();

/** What `ConsentDialog` shows; undefined while nothing is asked. */
export const openQuestion = readonly(question);

/** Asks for consent and waits for the answer. @throws ConsentDeclined */
export async function askConsent(text: string): Promise<void> {
  question.value?.answer(false);
  const agreed = await new Promise<boolean>((answer) => (question.value = { text, answer }));
  question.value = undefined;
  if (!agreed) throw new ConsentDeclined();
}
