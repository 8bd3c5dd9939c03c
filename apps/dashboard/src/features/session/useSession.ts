import { dashboardRoutes } from '@koi/contracts/http';
import { readonly, ref } from 'vue';
import { call, isUnauthenticated } from '../../app/api.js';

export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

const state = ref<SessionState>('unknown');
/** True when a session ended by itself, so that the sign-in page can say why it is there. */
const expired = ref(false);

/** Whether this browser is signed in. The session itself is an http-only cookie, which the page cannot read. */
export function useSession() {
  /** Asks the server once; throws `ConnectionLost` when it does not answer. */
  async function check(): Promise<SessionState> {
    if (state.value !== 'unknown') return state.value;
    try {
      await call(dashboardRoutes.getSession, {});
      state.value = 'signed-in';
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      state.value = 'signed-out';
    }
    return state.value;
  }

  /** Throws `ProblemError` with the code `wrong_token` when the token is not right. */
  async function signIn(token: string): Promise<void> {
    await call(dashboardRoutes.signIn, { body: { token } });
    state.value = 'signed-in';
    expired.value = false;
  }

  async function signOut(): Promise<void> {
    try {
      await call(dashboardRoutes.signOut, {});
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
    }
    state.value = 'signed-out';
    expired.value = false;
  }

  /** Called when any request is answered 401. */
  function expire(): void {
    expired.value = state.value === 'signed-in';
    state.value = 'signed-out';
  }

  return { state: readonly(state), expired: readonly(expired), check, signIn, signOut, expire };
}
