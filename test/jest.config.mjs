import { jestWithServices } from '../tooling/jest.mjs';

export default {
  ...jestWithServices,
  // Each test starts several processes: one test file at a time.
  maxWorkers: 1,
};
