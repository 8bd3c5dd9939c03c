import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
delete swc.exclude;

/**
 * The Jest settings every package starts from: native ES modules, TypeScript through swc with the same
 * options as the build, and one JSON report a package, which `npm test` adds up.
 */
export const jestBase = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testTimeout: 30_000,
};

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The Jest settings of packages that start services in their tests, with a migrated Postgres. */
export const jestWithServices = {
  ...jestBase,
  globalSetup: here('migrated-postgres.mjs'),
  globalTeardown: '@koi/testing/postgres-teardown',
  moduleNameMapper: {
    ...jestBase.moduleNameMapper,
    '^content-disposition$': here('content-disposition.cjs'),
  },
};
