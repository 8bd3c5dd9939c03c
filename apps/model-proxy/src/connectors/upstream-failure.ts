import { answerFailures, type FailureKind as UpstreamFailureKind } from '@koi/contracts';

export type { UpstreamFailureKind };

/** Whether the same request may succeed later. */
const RETRYABLE: Readonly<Record<UpstreamFailureKind, boolean>> = {
  misconfigured: false,
  unreachable: true,
  refused_key: false,
  not_found: false,
  rate_limited: true,
  server_error: true,
  bad_response: true,
  stalled: true,
  rejected: false,
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
    this.retryable = RETRYABLE[kind];
    this.detail = answerFailures[kind];
    this.retryAfterMs = options.retryAfterMs;
    this.answer = options.answer;
  }
}
