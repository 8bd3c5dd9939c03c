import type { Command } from 'commander';
import { findUsers } from '@koi/database';
import { withDatabase } from '../key/key-database.js';
import { addUser, readRole, resetUser, userLines } from './users.js';

interface LinkFlags {
  readonly dashboardUrl: string;
}
interface AddFlags extends LinkFlags {
  readonly role: string;
  readonly name?: string;
}

/** Adds `koi user add | list | reset`: who signs in at the dashboard, for the first one and where there is no mail. */
export function addUserCommands(koi: Command): void {
  const user = koi.command('user').description('who may sign in at the dashboard');
  const withAddress = (command: Command): Command =>
    command.option(
      '--dashboard-url <url>',
      'where they reach the dashboard',
      `http://localhost:${process.env['KOI_DASHBOARD_PORT'] || '4001'}`,
    );
  withAddress(user.command('add <email>'))
    .description('let somebody in, and print their link to set a password')
    .option('--role <role>', 'admin, or viewer, who may only look', 'viewer')
    .option('--name <name>', 'what the team calls them (default: the address before its @)')
    .action(add);
  user.command('list').description('show everybody').action(list);
  withAddress(user.command('reset <email>'))
    .description('print a new link to set a password, and sign them out everywhere')
    .action(reset);
}

/** The link alone goes to standard output, so that a script can take it. */
async function add(email: string, { role, name, dashboardUrl }: AddFlags): Promise<void> {
  const given = { email, role: readRole(role), ...(name === undefined ? {} : { name }) };
  const path = await withDatabase((transactions) => addUser(transactions, given));
  show(path, dashboardUrl);
}

async function reset(email: string, { dashboardUrl }: LinkFlags): Promise<void> {
  show(await withDatabase((transactions) => resetUser(transactions, email)), dashboardUrl);
}

async function list(): Promise<void> {
  const lines = userLines(await withDatabase(({ manager }) => findUsers(manager)));
  console.log(lines.length > 0 ? lines.join('\n') : 'There are no users. Add one: koi user add');
}

function show(path: string, dashboardUrl: string): void {
  console.error('Give them this link; it sets a password once, within 72 hours:');
  console.log(`${dashboardUrl.replace(/\/+$/, '')}${path}`);
}
