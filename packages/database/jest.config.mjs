import { jestBase } from '../../tooling/jest.mjs';

export default {
  ...jestBase,
  globalSetup: '@koi/testing/postgres-setup',
  globalTeardown: '@koi/testing/postgres-teardown',
};
