import { createUserBody, userRole, type UserRecord, type UserRole } from '@koi/contracts';
import {
  findUsers,
  insertAuditEntry,
  insertPasswordLink,
  insertUser,
  toldUser,
  type Transactions,
  type Tx,
} from '@koi/database';
import { CliFailed } from '../cli-failed.js';
import { commandLineActor } from '../command-line-actor.js';

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
    const id = await insertUser(tx, checked.data);
    const link = await insertPasswordLink(tx, id);
    await record(tx, 'created', undefined, id);
    return link;
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
    const link = await insertPasswordLink(tx, user.id);
    await record(tx, 'changed', user, user.id);
    return link;
  });
}

async function record(
  tx: Tx,
  action: 'created' | 'changed',
  before: UserRecord | undefined,
  id: string,
): Promise<void> {
  const [after] = await findUsers(tx, id);
  if (!after) return;
  await insertAuditEntry(tx, {
    actor: commandLineActor(),
    action,
    subjectKind: 'user',
    subjectId: id,
    subjectName: after.email,
    before: before ? toldUser(before) : null,
    after: toldUser(after),
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
