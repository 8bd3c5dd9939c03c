export * from './koi-yaml.js';
