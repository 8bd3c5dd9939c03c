import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'koi_dashboard';

/** How long one sign-in lasts. */
export const SESSION_SECONDS = 7 * 24 * 3_600;

/** Ties a session to the token it was opened with, so that a new token ends every session. */
const fingerprint = (token: string): string =>
  createHash('sha256').update(token).digest('base64url').slice(0, 16);

/** What the cookie says: a role, when it ends (seconds since the epoch), and under which token it was opened. */
export const sessionText = (token: string, now: Date): string =>
  `admin.${Math.floor(now.getTime() / 1_000) + SESSION_SECONDS}.${fingerprint(token)}`;

/** Whether a text whose signature holds is a session that is open at `now`. */
export function isOpenSession(text: string, token: string, now: Date): boolean {
  const [role, expires, opened, ...rest] = text.split('.');
  return (
    rest.length === 0 &&
    role === 'admin' &&
    /^\d+$/.test(expires ?? '') &&
    Number(expires) * 1_000 > now.getTime() &&
    opened === fingerprint(token)
  );
}

/** Whether the request carries an open session, signed by this koi. */
export function isSignedIn(request: FastifyRequest, token: string, now: Date): boolean {
  const signed = request.cookies[SESSION_COOKIE];
  if (!signed) return false;
  const { valid, value } = request.unsignCookie(signed);
  return valid && isOpenSession(value ?? '', token, now);
}

export function setSessionCookie(
  reply: FastifyReply,
  options: { token: string; secure: boolean; now: Date },
): void {
  void reply.setCookie(SESSION_COOKIE, sessionText(options.token, options.now), {
    signed: true,
    httpOnly: true,
    sameSite: 'strict',
    secure: options.secure,
    path: '/',
    maxAge: SESSION_SECONDS,
  });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, { path: '/', httpOnly: true, sameSite: 'strict' });
}
