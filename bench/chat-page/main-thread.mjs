import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const categories = [
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'toplevel',
  'blink.user_timing',
];
/** What a script's time went into besides: compiling it, and collecting garbage. */
const explaining = ['v8', 'disabled-by-default-v8.compile', 'disabled-by-default-v8.gc'];

/**
 * Runs `work` with the processor slowed down through the devtools protocol, and gives back the tasks of the page's main
 * thread between the marks `koi-begin` and `koi-end` that the page makes meanwhile. With a name as `profile`, a profile and
 * the trace of that name are written beside other temporary files.
 */
export async function recordTasks(page, { slowdown, profile, explain }, work) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [...categories, ...(explain ? explaining : [])] },
  });
  if (profile) {
    await devtools.send('Profiler.enable');
    await devtools.send('Profiler.setSamplingInterval', { interval: 500 });
    await devtools.send('Profiler.start');
  }
  await work();
  if (profile) {
    const stopped = await devtools.send('Profiler.stop');
    writeFileSync(
      join(tmpdir(), `koi-chat-page-${profile}.cpuprofile`),
      JSON.stringify(stopped.profile),
    );
  }
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  if (profile)
    writeFileSync(join(tmpdir(), `koi-chat-page-${profile}.trace.json`), JSON.stringify(events));
  await devtools.detach();
  return tasksOf(events);
}

/**
 * Tasks with their times in ms: by the clock, and on the processor. The latter leaves out the time that the thread waited
 * for a processor, but not all of it: Chromium slows a thread down by letting it spin after each 0.2 ms that went by, and
 * takes a wait of up to 1 ms for work, so on a busy machine it is a little too long. Measure when little else runs.
 */
function tasksOf(events) {
  const [begin, end] = ['koi-begin', 'koi-end'].map((mark) =>
    events.find(({ name }) => name === mark),
  );
  if (!begin || !end) throw new Error('The page set no marks.');
  const own = events.filter(
    ({ ph, pid, tid }) => ph === 'X' && pid === begin.pid && tid === begin.tid,
  );
  return (
    own
      .filter(({ name }) => name === 'RunTask')
      // The task that sets the last mark is the measurement's own.
      .filter(({ ts, dur = 0 }) => ts + dur > begin.ts && ts + dur < end.ts)
      .map((task) => ({
        clockMs: (task.dur ?? 0) / 1_000,
        processorMs: (task.tdur ?? 0) / 1_000,
        afterMs: (task.ts - begin.ts) / 1_000,
        parts: () => partsOf(task, own),
      }))
  );
}

/** What a task consisted of, the longest first: time on the processor within each kind of event, less that of what it holds. */
function partsOf(task, own) {
  const inside = own
    .filter(({ ts, dur = 0 }) => ts >= task.ts && ts + dur <= task.ts + (task.dur ?? 0))
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const spent = new Map();
  const open = [];
  for (const event of inside) {
    while (open.length > 0 && open.at(-1).end <= event.ts) open.pop();
    const { url, functionName, type } = event.args?.data ?? {};
    const detail = [type, functionName, url?.split('/').pop()].filter(Boolean).join(' ');
    const label = detail ? `${event.name} (${detail})` : event.name;
    const ms = (event.tdur ?? 0) / 1_000;
    spent.set(label, (spent.get(label) ?? 0) + ms);
    const around = open.at(-1);
    if (around) spent.set(around.label, spent.get(around.label) - ms);
    open.push({ label, end: event.ts + (event.dur ?? 0) });
  }
  return [...spent].sort(([, a], [, b]) => b - a);
}
