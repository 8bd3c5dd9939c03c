import { jestWithServices } from '../../tooling/jest.mjs';

export default jestWithServices;
