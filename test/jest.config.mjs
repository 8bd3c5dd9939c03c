import { jestBase } from '../tooling/jest.mjs';

export default {
  ...jestBase,
  globalSetup: '<rootDir>/stack/postgres-setup.mjs',
  globalTeardown: '@koi/testing/postgres-teardown',
  // Each test starts several processes: one test file at a time.
  maxWorkers: 1,
};
