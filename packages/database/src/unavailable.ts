/** Sockets that broke or were refused (Node's `err.code`). */
const BROKEN_SOCKET = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * SQLSTATEs of a server that is not there for anybody: connection exceptions (class 08), too many connections, and a
 * server that shuts down, crashed, or starts. See PostgreSQL, appendix A.
 */
const AWAY = /^(08\w{3}|53300|57P0[123])$/;

/** What `pg` says, without a code, of a connection that ended or never came. */
const ENDED =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** True when Postgres could not be reached or ended the connection: the same request may succeed in a moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.every(isDatabaseUnavailable);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return BROKEN_SOCKET.test(code) || AWAY.test(code) || ENDED.test(error.message);
}
