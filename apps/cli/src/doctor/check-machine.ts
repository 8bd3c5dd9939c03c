import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { claimPort } from '../up/ports.js';
import type { UpSettings } from '../up/up-settings.js';
import { fail, failed, ok, warn, type Finding } from './finding.js';

const LITTLE_SPACE_BYTES = 1_000_000_000;
const ANSWER_MS = 2_000;

/** Whether dataset versions can be written to a folder, as durably as they are. */
export async function checkStorage(folder: string): Promise<Finding> {
  const todo = `Let the user koi runs as write to ${folder}.`;
  try {
    if (!(await stat(folder).catch(() => undefined))) {
      await access(await existingAbove(folder), constants.W_OK);
      return ok('storage', `${folder} is made at the first start`);
    }
    const file = join(folder, `.doctor-${randomUUID()}`);
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile('koi');
      await handle.sync();
      await handle.close();
    } finally {
      await rm(file, { force: true });
    }
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const said = `${folder} can be written, ${(free / 1e9).toFixed(1)} GB are free`;
    return free < LITTLE_SPACE_BYTES
      ? warn('storage', said, 'Make room: an export of a million rows takes gigabytes.')
      : ok('storage', said);
  } catch (error) {
    return failed('storage', error, todo);
  }
}

/** The nearest folder above that is there. @throws when a file is in the way. */
async function existingAbove(folder: string): Promise<string> {
  const above = dirname(folder);
  const there = await stat(above).catch(() => undefined);
  if (there && !there.isDirectory()) throw new Error(`${above} is a file`);
  return there || above === folder ? above : existingAbove(above);
}

/** Whether the two ports are free, or koi itself is behind them. */
export function checkPorts(settings: UpSettings): Promise<Finding[]> {
  const { chatPort, chatHost, dashboardPort } = settings;
  return Promise.all([
    checkPort({
      port: chatPort,
      host: chatHost,
      purpose: 'the chat',
      variable: 'KOI_CHAT_PORT',
      flag: '--chat-port',
    }),
    checkPort({
      port: dashboardPort,
      host: '127.0.0.1',
      purpose: 'the dashboard',
      variable: 'KOI_DASHBOARD_PORT',
      flag: '--dashboard-port',
    }),
  ]);
}

async function checkPort(wanted: Parameters<typeof claimPort>[0]): Promise<Finding> {
  const { port, host, purpose } = wanted;
  const subject = `port ${port}`;
  try {
    await claimPort(wanted);
    return ok(subject, `free for ${purpose}`);
  } catch (error) {
    const here = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    if (await isKoi(`http://${here}:${port}/readyz`)) return ok(subject, `koi answers: ${purpose}`);
    const said = error instanceof Error ? error.message : String(error);
    const [problem = said, todo = ''] = said.split(/(?<=\.) (?=Choose)/);
    return fail(subject, problem, todo);
  }
}

async function isKoi(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const body = (await response.json()) as { checks?: unknown; type?: unknown };
    return Array.isArray(body.checks) || String(body.type).includes('koi');
  } catch {
    return false;
  }
}
