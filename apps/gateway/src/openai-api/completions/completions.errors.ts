import { DomainError } from '@koi/contracts';

/** The model behind an answer failed; `detail` is what a participant would read. */
export class GenerationFailed extends DomainError {
  readonly code = 'generation_failed';
  readonly status = 502;
  constructor(detail: string) {
    super(detail);
  }
}

/** The chatbot asks people to agree to a text, and nobody vouched that this key's users did. */
export class KeyWithoutConsent extends DomainError {
  readonly code = 'consent_required';
  readonly status = 403;
  constructor(model: string) {
    super(
      `"${model}" asks its users to agree to a consent text. Use a key that was made with consent (koi key create --consent).`,
    );
  }
}
