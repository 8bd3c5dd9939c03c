import { problemType } from '@koi/contracts/problems';
import { ProblemError } from '@koi/sdk/client';
import { readonly, shallowRef } from 'vue';

/** The person did not agree; nothing was stored. Reads as the refusal the server would have given. */
export class ConsentDeclined extends ProblemError {
  constructor() {
    super({
      type: problemType('consent_required'),
      title: 'Consent is needed',
      status: 403,
      code: 'consent_required',
      detail: 'Agree to the text first.',
    });
  }
}

interface Question {
  readonly text: string;
  /** They agreed before, to another text. */
  readonly changed: boolean;
  readonly answer: (agreed: boolean) => void;
}

const question = shallowRef<Question>();

/** What `ConsentDialog` shows; undefined while nothing is asked. */
export const openQuestion = readonly(question);

/** Asks for consent and waits for the answer. @throws ConsentDeclined */
export async function askConsent(text: string, changed: boolean): Promise<void> {
  question.value?.answer(false);
  const agreed = await new Promise<boolean>(
    (answer) => (question.value = { text, changed, answer }),
  );
  question.value = undefined;
  if (!agreed) throw new ConsentDeclined();
}
