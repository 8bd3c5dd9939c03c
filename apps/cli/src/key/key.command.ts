import type { Command } from 'commander';
import { findApiKeys } from '@koi/database';
import { withDatabase } from './key-database.js';
import { createKey, keyLines, readExpiry, revokeKey } from './keys.js';

interface CreateFlags {
  readonly chatbot: readonly string[];
  readonly consent?: boolean;
  readonly expires?: string;
}

/** Adds `koi key create | list | revoke`: the keys of the OpenAI-compatible API. */
export function addKeyCommands(koi: Command): void {
  const key = koi
    .command('key')
    .description('API keys for programs: an OpenAI-compatible API at /v1');
  key
    .command('create <name>')
    .description('make a key and print it, once')
    .option(
      '--chatbot <slug>',
      'a chatbot it may talk to; give it again for more (default: all there are now)',
      (slug: string, before: readonly string[]) => [...before, slug],
      [],
    )
    .option('--consent', 'its users have agreed to the consent texts of these chatbots')
    .option('--expires <when>', 'when it ends: 12h, 90d or a date (default: never)')
    .action(create);
  key.command('list').description('show all keys').action(list);
  key
    .command('revoke <key>')
    .description('end a key at once; name it by its id or by its first characters as listed')
    .action(revoke);
}

/** The key alone goes to standard output, so that a script can take it. */
async function create(name: string, flags: CreateFlags): Promise<void> {
  const expiresAt = readExpiry(flags.expires, new Date());
  const made = await withDatabase((transactions) =>
    createKey(transactions, {
      name,
      chatbots: flags.chatbot,
      consent: flags.consent ?? false,
      expiresAt,
    }),
  );
  console.error(`For ${made.record?.chatbots.join(', ')}. Keep it now: koi cannot show it again.`);
  console.log(made.key);
}

async function list(): Promise<void> {
  const keys = await withDatabase(({ manager }) => findApiKeys(manager));
  const lines = keyLines(keys, new Date());
  console.log(lines.length > 0 ? lines.join('\n') : 'There are no keys. Make one: koi key create');
}

async function revoke(which: string): Promise<void> {
  const { name, prefix } = await withDatabase((transactions) =>
    revokeKey(transactions, which.replace(/…$/, '')),
  );
  console.log(`Revoked ${prefix}… (${name}).`);
}
