import { jestBase } from '../../tooling/jest.mjs';

export default {
  ...jestBase,
  moduleNameMapper: {
    ...jestBase.moduleNameMapper,
    '^content-disposition$': '<rootDir>/test/content-disposition.cjs',
  },
};
