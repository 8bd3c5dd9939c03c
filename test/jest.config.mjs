import { jestWithServices } from '../tooling/jest.mjs';

export default {
  ...jestWithServices,
  // Each test file starts several processes, and waits for half of its time: for answers, outages and restarts.
  maxWorkers: 2,
};
