export * from './generation-parameters.js';
export * from './koi-yaml.js';
export * from './models/index.js';
export * from './secret-reference.js';
