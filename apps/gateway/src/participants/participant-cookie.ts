import { uuid } from '@koi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const PARTICIPANT_COOKIE = 'koi_participant';

/** Browsers keep a cookie for 400 days at most (RFC 6265bis, section 5.5). */
const MAX_AGE_SECONDS = 400 * 24 * 3_600;

/** The participant's id, when the cookie is there and its signature holds. */
export function readParticipantCookie(request: FastifyRequest): string | undefined {
  const signed = request.cookies[PARTICIPANT_COOKIE];
  if (!signed) return undefined;
  const { valid, value } = request.unsignCookie(signed);
  return valid && uuid.safeParse(value).success ? (value ?? undefined) : undefined;
}

export function setParticipantCookie(
  reply: FastifyReply,
  participantId: string,
  secure: boolean,
): void {
  void reply.setCookie(PARTICIPANT_COOKIE, participantId, {
    signed: true,
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: MAX_AGE_SECONDS,
  });
}

/** The browser forgets who it was. The attributes have to be the same as when it was set. */
export function clearParticipantCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(PARTICIPANT_COOKIE, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
  });
}
