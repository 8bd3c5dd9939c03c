import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Starts the whole stack on an empty data directory, with one chatbot `bench` that asks the model at `baseUrl`. */
export async function startKoi(baseUrl) {
  const directory = mkdtempSync(join(tmpdir(), 'koi-bench-'));
  chmodSync(directory, 0o755);
  writeFileSync(
    join(directory, 'koi.yaml'),
    `version: 1\nmodels:\n  m:\n    connector: openai-compatible\n    baseUrl: ${baseUrl}\n    model: m\nchatbots:\n  bench:\n    title: Bench\n    models: [m]\n`,
  );
  const koi = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url)),
      ...['up', '--chat-port', '0', '--dashboard-port', '0', '--host', '127.0.0.1'],
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await new Promise((resolve, reject) => {
    let printed = '';
    koi.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = /Chat +(http:\S+)/.exec(printed)?.[1];
      if (found && printed.includes('Ctrl-C')) resolve(found.replace('localhost', '127.0.0.1'));
    });
    koi.once('exit', (code) => reject(new Error(`koi ended with ${code}\n${printed}`)));
  });
  const stop = async () => {
    koi.removeAllListeners('exit');
    const ended = new Promise((resolve) => koi.once('exit', resolve));
    koi.kill('SIGINT');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  return { url, stop };
}
