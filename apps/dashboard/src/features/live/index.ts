export { provideLiveUpdates, useLiveness, type Liveness } from './useLiveUpdates.js';
export { STATISTICS } from './told-queries.js';
