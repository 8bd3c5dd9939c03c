export * from './config-error.js';
export * from './environment.js';
export * from './koi-yaml.js';
