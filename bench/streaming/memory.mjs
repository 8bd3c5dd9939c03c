/*
 * Memory of an open stream: by how much all processes of a target together grow from stream to stream, of several
 * numbers of open streams. Kernel memory (the buffers of sockets) is not in it.
 */
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { closeConnections } from './read-stream.mjs';

/** So few begin in a second that every target keeps up. */
const BEGIN_PER_SECOND = 25;
/** How long all streams are open together, each with a token a second. */
const HELD_SECONDS = 18;
/** After so long pools have closed the connections that only the beginnings and ends of answers needed. */
const SETTLED_SECONDS = 12;

const heaps = mkdtempSync(join(tmpdir(), 'koi-bench-heaps-'));
process.once('exit', () => rmSync(heaps, { recursive: true }));

/** Has the processes of a target that run Node tell on a signal what of their memory is not in use. */
export const weighable = {
  NODE_OPTIONS: `--require ${fileURLToPath(new URL('collect-garbage.cjs', import.meta.url))}`,
  KOI_BENCH_HEAPS: heaps,
};

/** A process and all below it. */
function family(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`);
    if (stat)
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [pid];
  for (const parent of found)
    for (const [child, of] of parents) if (of === parent) found.push(child);
  return found;
}

/** A file of a process, or nothing when the process has ended. */
function read(path, how = readFileSync) {
  try {
    return how(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Resident memory of processes in KiB, pages they share counted once; the middle of five readings. */
async function residentOf(pids) {
  const readings = [];
  for (let reading = 0; reading < 5; reading++) {
    if (reading > 0) await delay(200);
    const each = pids.map((pid) => read(`/proc/${pid}/smaps_rollup`) ?? '');
    readings.push(
      each.reduce((sum, rollup) => sum + Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0), 0),
    );
  }
  return readings.sort((a, b) => a - b)[2];
}

/**
 * Memory of the programs as it is, and what is in use of it once those that run Node have collected their garbage; and of
 * databases, whose connections come and go with beginnings and ends, not with open streams.
 */
async function weigh(pids) {
  const all = pids
    .flatMap(family)
    .map((pid) => ({ pid, exe: read(`/proc/${pid}/exe`, readlinkSync) }));
  const isDatabase = ({ exe }) => /\/(postgres|redis-[\w-]+)$/.test(exe ?? '');
  const idsOf = (some) => some.map(({ pid }) => pid);
  const programs = idsOf(all.filter((each) => !isDatabase(each)));
  const resident = await residentOf(programs);
  const nodes = idsOf(all.filter(({ exe }) => exe === process.execPath));
  for (const name of readdirSync(heaps)) rmSync(join(heaps, name));
  for (const pid of nodes) process.kill(pid, 'SIGUSR2');
  while (readdirSync(heaps).length < nodes.length) await delay(50);
  const kept = await residentOf(programs);
  const unused = nodes.map((pid) => Number(readFileSync(join(heaps, String(pid)))) / 1024);
  const inUse = unused.reduce((left, each) => left - each, kept);
  return { resident, inUse, databases: await residentOf(idsOf(all.filter(isDatabase))) };
}

/** Weighs `pids` while `streams` are open. */
async function hold(ask, pids, streams) {
  const beginSeconds = streams / BEGIN_PER_SECOND;
  const tokens = Math.ceil(beginSeconds + HELD_SECONDS);
  const failures = [];
  const reading = Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      await delay((index / BEGIN_PER_SECOND) * 1_000);
      try {
        const { latenessMs } = await ask(tokens, 1);
        if (latenessMs.length !== tokens)
          throw new Error(`${latenessMs.length} of ${tokens} tokens`);
      } catch (error) {
        failures.push(error.message);
      }
    }),
  );
  await delay((beginSeconds + SETTLED_SECONDS) * 1_000);
  const weight = await weigh(pids);
  await reading;
  closeConnections();
  if (failures.length > 0) console.log(`    ${failures.length} failed: ${failures[0]}`);
  return { streams, ...weight };
}

/** KiB a stream: the slope of the line closest to all points, and between each two of them the least and the steepest. */
function slope(points, kind) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(({ streams }) => streams));
  const y = mean(points.map((point) => point[kind]));
  const along = points.map((point) => (point.streams - x) * (point[kind] - y));
  const fitted = mean(along) / mean(points.map(({ streams }) => (streams - x) ** 2));
  const pairs = points.flatMap((one, index) =>
    points
      .slice(index + 1)
      .map((other) => (one[kind] - other[kind]) / (one.streams - other.streams)),
  );
  return `${Math.round(fitted)} (${Math.round(Math.min(...pairs))} to ${Math.round(Math.max(...pairs))})`;
}

/** Prints the memory of each number of streams, of none before and after, and what one stream more takes. */
export async function memoryPerStream({ ask, pids }, levels) {
  const mib = (kib) => Math.round(kib / 1024);
  const say = ({ streams, inUse, resident, databases }) =>
    console.log(
      `  ${String(streams).padStart(4)} streams: ${mib(inUse)} MiB in use, ${mib(resident)} resident; databases ${mib(databases)}`,
    );
  const none = async () => {
    await delay(SETTLED_SECONDS * 1_000);
    say({ streams: 0, ...(await weigh(pids)) });
  };
  // Heaps have grown as far as they will.
  await hold(ask, pids, Math.max(...levels));
  await none();
  const points = [];
  for (const streams of levels) {
    const point = await hold(ask, pids, streams);
    say(point);
    points.push(point);
  }
  await none();
  console.log(
    `  KiB a stream: ${slope(points, 'inUse')} in use, ${slope(points, 'resident')} resident`,
  );
}
