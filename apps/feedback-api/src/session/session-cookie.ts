import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'koi_dashboard';

/** How long one sign-in lasts. */
export const SESSION_SECONDS = 7 * 24 * 3_600;

/** The token of a session that the request carries, signed by this koi; whether it is open, Postgres says. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  const signed = request.cookies[SESSION_COOKIE];
  if (!signed) return undefined;
  const { valid, value } = request.unsignCookie(signed);
  return valid ? (value ?? undefined) : undefined;
}

export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  void reply.setCookie(SESSION_COOKIE, token, {
    signed: true,
    httpOnly: true,
    sameSite: 'strict',
    secure,
    path: '/',
    maxAge: SESSION_SECONDS,
  });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, { path: '/', httpOnly: true, sameSite: 'strict' });
}
