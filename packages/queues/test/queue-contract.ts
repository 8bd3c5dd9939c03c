import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { crashes } from './contract/crashes.js';
import { deadLetters } from './contract/dead-letters.js';
import { jobs } from './contract/jobs.js';
import { relays } from './contract/relays.js';
import { requests } from './contract/requests.js';
import { shutdown } from './contract/shutdown.js';
import { Workbench, type TestStore } from './workbench.js';

/** What every backend must do, on a real store. Call it inside a `describe`; returns the bench for cases of its own. */
export function queueContract(startStore: () => Promise<TestStore>): () => Workbench {
  let started: Workbench | undefined;
  const bench = (): Workbench => {
    if (!started) throw new Error('The store starts in beforeAll.');
    return started;
  };

  beforeAll(async () => {
    started = await Workbench.over(await startStore());
  });
  afterEach(() => bench().tidy());
  afterAll(() => started?.close());

  jobs(bench);
  deadLetters(bench);
  shutdown(bench);
  crashes(bench);
  relays(bench);
  requests(bench);
  return bench;
}
