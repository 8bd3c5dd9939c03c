import {
  dashboardRoutes,
  type AnyRoute,
  type Credentials,
  type DashboardSession,
} from '@koi/contracts/http';
import { computed, readonly, ref, shallowRef } from 'vue';
import { call, isUnauthenticated } from '../../app/api.js';

export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

const state = ref<SessionState>('unknown');
const session = shallowRef<DashboardSession>();
/** True when a session ended by itself, so that the sign-in page can say why it is there. */
const expired = ref(false);

function enter(opened: DashboardSession): void {
  session.value = opened;
  state.value = 'signed-in';
  expired.value = false;
}

/**
 * Whether this browser is signed in, as whom, and what they may do. The session itself is an http-only cookie, which
 * the page cannot read.
 */
export function useSession() {
  /** Asks the server once; throws `ConnectionLost` when it does not answer. */
  async function check(): Promise<SessionState> {
    if (state.value !== 'unknown') return state.value;
    try {
      enter(await call(dashboardRoutes.getSession, {}));
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      state.value = 'signed-out';
    }
    return state.value;
  }

  /** Throws `ProblemError` with the code `wrong_token` or `wrong_password` when they are not right. */
  async function signIn(credentials: Credentials): Promise<void> {
    enter(await call(dashboardRoutes.signIn, { body: credentials }));
  }

  /** Sets a password by the token of a one-time link, and signs in. */
  async function setPassword(token: string, password: string): Promise<void> {
    enter(await call(dashboardRoutes.setPasswordByLink, { body: { token, password } }));
  }

  async function signOut(): Promise<void> {
    try {
      await call(dashboardRoutes.signOut, {});
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
    }
    state.value = 'signed-out';
    session.value = undefined;
    expired.value = false;
  }

  /** Called when any request is answered 401. */
  function expire(): void {
    // Several requests of one page may be refused; the first of them tells.
    if (state.value === 'signed-in') expired.value = true;
    state.value = 'signed-out';
    session.value = undefined;
  }

  /** Whether the server would let them: by the same allow list. */
  const may = ({ roles }: AnyRoute): boolean =>
    session.value !== undefined && (roles?.includes(session.value.role) ?? false);

  return {
    state: readonly(state),
    expired: readonly(expired),
    session: computed(() => session.value),
    check,
    signIn,
    setPassword,
    signOut,
    expire,
    may,
  };
}
