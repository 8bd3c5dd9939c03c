import type { FailureKind as UpstreamFailureKind } from '@koi/contracts';

export type { UpstreamFailureKind };

interface Nature {
  readonly retryable: boolean;
  /** For the participant: names neither the model nor the host, so that a blind comparison stays blind. */
  readonly detail: string;
}

const NATURES: Readonly<Record<UpstreamFailureKind, Nature>> = {
  misconfigured: {
    retryable: false,
    detail: 'The model is not set up correctly. The people who run this chat need to look at it.',
  },
  unreachable: {
    retryable: true,
    detail: 'The model could not be reached. Please try again in a moment.',
  },
  refused_key: {
    retryable: false,
    detail: 'The model is not set up correctly. The people who run this chat need to look at it.',
  },
  not_found: {
    retryable: false,
    detail: 'The model is not set up correctly. The people who run this chat need to look at it.',
  },
  rate_limited: {
    retryable: true,
    detail: 'The model is very busy right now. Please try again in a moment.',
  },
  server_error: {
    retryable: true,
    detail: 'The model had a problem while answering. Please try again.',
  },
  bad_response: {
    retryable: true,
    detail: 'The model sent an answer that could not be read. Please try again.',
  },
  stalled: {
    retryable: true,
    detail: 'The model stopped answering. Please try again.',
  },
  rejected: {
    retryable: false,
    detail: 'The model did not accept this message. Try a shorter or a different one.',
  },
};

/**
 * A model could not answer.
 *
 * `message` is for the operator and names host and model (never a key); `detail` is for the participant and names
 * neither. `retryable` says whether the same request may succeed later.
 */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';
  readonly retryable: boolean;
  readonly detail: string;
  /** For `rate_limited` and `server_error`: how long the upstream asks to wait. */
  readonly retryAfterMs: number | undefined;
  /** What the upstream answered when it refused, with the key taken out; at most 4,096 characters. */
  readonly answer: { readonly status: number; readonly body: string } | undefined;

  constructor(
    readonly kind: UpstreamFailureKind,
    message: string,
    options: {
      retryAfterMs?: number | undefined;
      answer?: UpstreamFailure['answer'];
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const nature = NATURES[kind];
    this.retryable = nature.retryable;
    this.detail = nature.detail;
    this.retryAfterMs = options.retryAfterMs;
    this.answer = options.answer;
  }
}
