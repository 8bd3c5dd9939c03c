export * from './embedded-postgres.js';
export { freePort } from './free-port.js';
export * from './embedded-postgres-failed.js';
export { makeDirectory } from './make-directory.js';
export * from './process-lock.js';
