import { jestBase } from '../../tooling/jest.mjs';

export default {
  ...jestBase,
  globalSetup: '<rootDir>/test/postgres-setup.mjs',
  globalTeardown: '@koi/testing/postgres-teardown',
};
