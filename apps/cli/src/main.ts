#!/usr/bin/env node
import { Command } from 'commander';
import { readableFailure } from './cli-failed.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { addKeyCommands } from './key/key.command.js';
import { addModelCommands } from './model/model.command.js';
import { setupCommand } from './setup/setup.command.js';
import { addUserCommands } from './user/user.command.js';
import { upCommand } from './up/up.command.js';
import type { UpFlags } from './up/up-settings.js';

const koi = new Command('koi').description(
  'Share a language model, collect feedback, train on it.',
);

koi
  .command('up')
  .description('run koi on this machine until Ctrl-C')
  .option('--chat-port <port>', 'where people chat (KOI_CHAT_PORT, default 4000)')
  .option('--dashboard-port <port>', 'where the team looks (KOI_DASHBOARD_PORT, default 4001)')
  .option('--host <address>', 'where the chat listens (KOI_CHAT_HOST, default all interfaces)')
  .option('--data-dir <folder>', 'what koi keeps (KOI_DATA_DIR, default .koi)')
  .option('--config <file>', 'models and chatbots (KOI_CONFIG, default koi.yaml)')
  .option('--model <name>', 'a model that runs on this machine, pulled if it is not here: smollm2')
  .option('--verbose', 'show the logs of all services')
  .action((flags: UpFlags) => upCommand(flags));

koi
  .command('setup')
  .description('migrate the database and the queues, apply koi.yaml, and end')
  .action(setupCommand);

koi
  .command('doctor')
  .description('look for what is wrong: settings, database, queues, storage, ports, every model')
  .option('--chat-port <port>', 'where people chat (KOI_CHAT_PORT, default 4000)')
  .option('--dashboard-port <port>', 'where the team looks (KOI_DASHBOARD_PORT, default 4001)')
  .option('--host <address>', 'where the chat listens (KOI_CHAT_HOST, default all interfaces)')
  .option('--data-dir <folder>', 'what koi keeps (KOI_DATA_DIR, default .koi)')
  .option('--config <file>', 'models and chatbots (KOI_CONFIG, default koi.yaml)')
  .action((flags: UpFlags) => doctorCommand(flags));

addKeyCommands(koi);
addModelCommands(koi);
addUserCommands(koi);

// A terminal that is closed must not keep koi from stopping in order.
for (const out of [process.stdout, process.stderr]) out.on('error', () => undefined);

try {
  await koi.parseAsync();
  process.exit();
} catch (error) {
  const readable = readableFailure(error);
  console.error(readable ?? error);
  process.exit(1);
}
