import { AsyncLocalStorage } from 'node:async_hooks';

/** The ids that follow a turn through all services. Every log line written inside carries them. */
export interface LogContext {
  readonly requestId?: string;
  readonly turnId?: string;
  readonly candidateId?: string;
  readonly queue?: string;
  readonly jobId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` with these ids added to whatever is known already. */
export function withLogContext<Result>(context: LogContext, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/** The ids known here; empty outside of any context. */
export function logContext(): LogContext {
  return storage.getStore() ?? {};
}
