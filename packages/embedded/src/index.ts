export * from './embedded-postgres.js';
export { freePort } from './free-port.js';
export * from './embedded-postgres-failed.js';
export * from './process-lock.js';
