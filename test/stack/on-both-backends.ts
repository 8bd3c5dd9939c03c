import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithRedis, startRedis, type FakeUpstream, type TestRedis } from '@koi/testing';
import { koiYaml } from './koi-yaml.js';
import { RunningKoi } from './running-koi.js';
import { upstream } from './upstream.js';

/** Long enough for a busy machine to store a vote, shorter than a service takes to come back. */
const FEEDBACK_WAIT_MS = 1_200;

/** The koi that the tests of one `describe` share. */
export interface Shared {
  readonly koi: RunningKoi;
}

/** Runs the same tests against a koi with its queues in Postgres and, where there is one, against Redis. */
export function onBothBackends(name: string, tests: (shared: Shared) => void): void {
  describe(`${name}, queues in Postgres`, () => tests(sharedKoi(false)));
  describeWithRedis(`${name}, queues in Redis`, () => tests(sharedKoi(true)));
}

/** Starts one koi for the tests of the surrounding `describe`. */
function sharedKoi(withRedis: boolean): Shared {
  let koi: RunningKoi | undefined;
  let models: FakeUpstream | undefined;
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    models = await upstream();
    redis = withRedis ? await startRedis() : undefined;
    koi = await RunningKoi.start({
      config: koiYaml(models.baseUrl),
      redisUrl: redis?.url,
      env: { KOI_FEEDBACK_WAIT_MS: String(FEEDBACK_WAIT_MS) },
    });
  }, 90_000);
  afterAll(async () => {
    await koi?.remove();
    await redis?.stop();
    await models?.stop();
  }, 30_000);
  return {
    get koi() {
      if (!koi) throw new Error('koi has not started.');
      return koi;
    },
  };
}
