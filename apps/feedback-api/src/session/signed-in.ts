import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { DashboardSession, UserRole } from '@koi/contracts';
import type { FastifyRequest } from 'fastify';

/** Who sends a request, as the guard found them. */
export interface SignedIn {
  readonly sessionId: string;
  readonly role: UserRole;
  /** `null` for the owner, who came by the link of the start. */
  readonly user: DashboardSession['user'];
}

const who = new WeakMap<FastifyRequest, SignedIn>();

export const rememberSignedIn = (request: FastifyRequest, signedIn: SignedIn): void => {
  who.set(request, signedIn);
};

/** Whoever sends the request; only for routes that are not open. */
export function signedInOf(request: FastifyRequest): SignedIn {
  const signedIn = who.get(request);
  if (!signedIn) throw new Error('This route is open: nobody need be signed in.');
  return signedIn;
}

export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn =>
  signedInOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export const toSession = ({ role, user }: SignedIn): DashboardSession => ({ role, user });

/** What the trail of changes calls somebody. */
export const actorName = ({ user }: SignedIn): string => user?.email ?? 'owner';
