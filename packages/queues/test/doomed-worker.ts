import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestStore } from './workbench.js';

const script = fileURLToPath(new URL('hang-on-a-job.mjs', import.meta.url));

/** A worker in a process of its own (the built package) that takes one job and never ends it. */
export function startDoomedWorker(store: TestStore, queue: string) {
  const child = spawn(process.execPath, [script, queue], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: store.databaseUrl,
      REDIS_URL: store.redisUrl ?? '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  // Jest workers that are killed do not run afterAll.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const exit = once(child, 'exit').then(() => void process.off('exit', endWithUs));

  const tookJob = Promise.race([
    once(child.stdout, 'data'),
    exit.then(() => Promise.reject(new Error(`the worker ended before it took a job: ${said}`))),
  ]);
  return {
    tookJob,
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
