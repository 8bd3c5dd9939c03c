import { splitToken, useSession } from '../features/session/index.js';
import { toProblem } from '@koi/sdk/client';

/**
 * Exchanges a `?token=` of the address for a session. A token that is refused leads to the sign-in page, which says so
 * and afterwards goes where the address pointed.
 */
export async function enterByToken(): Promise<void> {
  const { token, path } = splitToken(window.location.href);
  if (!token) return;
  window.history.replaceState(null, '', path);
  try {
    await useSession().signIn({ token });
  } catch (error) {
    const query = new URLSearchParams({ next: path, problem: toProblem(error).code });
    window.history.replaceState(null, '', `/sign-in?${query.toString()}`);
  }
}
