/*
 * Start time and memory of the whole stack: `node bench/stack.mjs` in a built checkout (Linux).
 *
 * Starts koi three times on one new data directory and prints, for each start, the time until every service is
 * ready, and the memory of each process as proportional set size (shared pages are counted once).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'koi-bench-'));
const mebibytes = (kibibytes) => Math.round(kibibytes / 1024);

/** Every living process below `pid`, that one included. */
function family(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const found = [pid];
  for (const parent of found)
    for (const [child, of] of parents) if (of === parent) found.push(child);
  return found;
}

function pss(pid) {
  try {
    return Number(
      /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
}

function nameOf(pid) {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  const service = /apps\/([\w-]+)\/dist\/main\.js/.exec(command)?.[1];
  if (service) return service === 'cli' ? 'launcher' : service;
  return /postgres/.test(command) ? 'postgres' : 'other';
}

async function start() {
  const began = performance.now();
  const koi = spawn(
    process.execPath,
    ['apps/cli/dist/main.js', 'up', '--chat-port', '0', '--dashboard-port', '0'],
    {
      cwd: root,
      env: {
        ...process.env,
        // A benchmark is quicker than people, and all of it comes from one address.
        KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '0',
        KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY: '0',
        KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE: '0',
        KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '0',
        KOI_DATA_DIR: dataDir,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise((resolve, reject) => {
    let printed = '';
    koi.stdout.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('token=')) resolve();
    });
    koi.once('exit', (code) => reject(new Error(`koi ended with ${code}\n${printed}`)));
  });
  const seconds = (performance.now() - began) / 1_000;
  const memory = {};
  for (const pid of family(koi.pid)) {
    const name = pid === koi.pid ? 'launcher' : nameOf(pid);
    memory[name] = (memory[name] ?? 0) + pss(pid);
  }
  koi.removeAllListeners('exit');
  const ended = new Promise((resolve) => koi.once('exit', resolve));
  const stopping = performance.now();
  koi.kill('SIGINT');
  await ended;
  return { seconds, memory, stop: (performance.now() - stopping) / 1_000 };
}

try {
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${mebibytes(totalmem() / 1024)} MiB`,
  );
  for (const label of ['first start (initdb, migrations)', 'second start', 'third start']) {
    const { seconds, memory, stop } = await start();
    const total = Object.values(memory).reduce((sum, value) => sum + value, 0);
    console.log(`\n${label}: ready in ${seconds.toFixed(1)} s, stopped in ${stop.toFixed(1)} s`);
    for (const [name, value] of Object.entries(memory).sort((a, b) => b[1] - a[1])) {
      console.log(`  ${name.padEnd(18)} ${String(mebibytes(value)).padStart(5)} MiB`);
    }
    console.log(`  ${'in all'.padEnd(18)} ${String(mebibytes(total)).padStart(5)} MiB`);
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
