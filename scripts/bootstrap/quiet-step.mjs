import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

const TAIL_LINES = 25;

/** A step of the bootstrap that failed; the message is ready to be read. */
class StepFailed extends Error {}

/**
 * Runs a program with its output in a log file, and shows one line with the time that passes. When it fails, the
 * end of the log is part of the error.
 */
export async function quietStep(title, command, args, env = {}) {
  const folder = join(root, 'node_modules', '.cache', 'koi');
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${title.toLowerCase().replace(/\W+/g, '-')}.log`);
  const descriptor = openSync(log, 'w');
  const ticker = startTicker(title);
  const child = spawn(command, args, {
    cwd: root,
    env: bootstrapEnvironment(env),
    stdio: ['ignore', descriptor, descriptor],
    shell: process.platform === 'win32',
  });
  const status = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  closeSync(descriptor);
  ticker.end(status === 0 ? '✓' : '✗');
  if (status === 0) return;
  const tail = withoutHosts(readFileSync(log, 'utf8').trim().split('\n').slice(-TAIL_LINES));
  throw new StepFailed(
    `${title} failed (${status}). The end of its log:\n\n${tail.join('\n')}\n\nAll of it: ${log}`,
  );
}

/** What to print when the bootstrap cannot go on; undefined for what nobody foresaw. */
export function readableFailure(error) {
  if (error instanceof StepFailed) return error.message;
  if (['EACCES', 'EROFS', 'EPERM'].includes(error.code))
    return `Cannot write to ${error.path ?? root}. Make the checkout writable for this user, then try again.`;
  if (error.code === 'ENOSPC') return 'No disk space is left to install and build koi.';
  return undefined;
}

/** The person's environment, except what would change what is installed or built. */
export function bootstrapEnvironment(more = {}) {
  const env = { ...process.env };
  delete env.NODE_ENV;
  return {
    ...env,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    NO_UPDATE_NOTIFIER: '1',
    ...more,
  };
}

function startTicker(title) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000);
  const { stdout } = process;
  const show = () => stdout.write(`\r  ${title} … ${seconds()} s`);
  const timer = stdout.isTTY ? setInterval(show, 1_000) : undefined;
  if (stdout.isTTY) show();
  return {
    end(mark) {
      clearInterval(timer);
      stdout.write(`${stdout.isTTY ? '\r\u001b[2K' : ''}  ${title} ${mark} ${seconds()} s\n`);
    },
  };
}

/** Where packages come from is the person's own affair and may be confidential. */
function withoutHosts(lines) {
  return lines.map((line) =>
    line
      .replace(/https?:\/\/[^\s/'")]+/g, '<registry>')
      .replace(/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET) \S+/g, '$1 <registry>'),
  );
}
