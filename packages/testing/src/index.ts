export { freePort } from '@koi/embedded';
export * from './available.js';
export * from './fake-upstream/behaviour.js';
export * from './fake-upstream/fake-upstream.js';
export * from './postgres/test-database.js';
export * from './postgres/test-postgres.js';
export * from './redis.js';
export * from './wait-for.js';
