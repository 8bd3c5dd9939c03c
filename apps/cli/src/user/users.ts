import { createUserBody, userRole, type UserRecord, type UserRole } from '@koi/contracts';
import { findUsers, insertPasswordLink, insertUser, type Transactions } from '@koi/database';
import { CliFailed } from '../cli-failed.js';

/** @throws CliFailed */
export function readRole(text: string): UserRole {
  const role = userRole.safeParse(text);
  if (!role.success) throw new CliFailed(`--role takes admin or viewer, not "${text}".`);
  return role.data;
}

/** Adds somebody and gives the path of their link. @throws CliFailed when the address is none, or is a user's. */
export function addUser(
  transactions: Transactions,
  given: { readonly email: string; readonly role: UserRole; readonly name?: string },
): Promise<string> {
  const checked = createUserBody.safeParse({ name: given.email.split('@')[0], ...given });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new CliFailed(`"${given.email}": ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  return transactions.run(async (tx) => {
    if (await withEmail(transactions, checked.data.email))
      throw new CliFailed(
        `${checked.data.email} is a user already. For a new link: koi user reset`,
      );
    return insertPasswordLink(tx, await insertUser(tx, checked.data));
  });
}

/** Ends every session and the password itself, and gives the path of a new link. @throws CliFailed */
export function resetUser(transactions: Transactions, email: string): Promise<string> {
  return transactions.run(async (tx) => {
    const user = await withEmail(transactions, email.trim().toLowerCase());
    if (!user)
      throw new CliFailed(`There is no user ${email}. "koi user list" shows who there is.`);
    await tx.query(`delete from dashboard_session where user_id = $1`, [user.id]);
    await tx.query(`update dashboard_user set password_hash = null where id = $1`, [user.id]);
    return insertPasswordLink(tx, user.id);
  });
}

const withEmail = async (
  { manager }: Transactions,
  email: string,
): Promise<UserRecord | undefined> =>
  (await findUsers(manager)).find((user) => user.email === email);

/** One line a user. */
export function userLines(users: readonly UserRecord[]): string[] {
  return users.map(({ email, role, name, hasPassword, disabledAt, lastSignedInAt }) => {
    const state = disabledAt ? 'disabled' : hasPassword ? 'open' : 'no password yet';
    const seen = lastSignedInAt ? `signed in ${lastSignedInAt.slice(0, 16)}Z` : 'never signed in';
    return [email, role, state, seen, name].join('  ');
  });
}
