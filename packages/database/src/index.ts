export * from './data-source.js';
export * from './dirty-buckets.js';
export * from './durability.js';
export * from './entities/index.js';
export * from './ids.js';
export * from './migrate.js';
export * from './transactions.js';
export * from './violations.js';
