import { jestBase } from '../../tooling/jest.mjs';

export default { ...jestBase };
