export * from './config-error.js';
export * from './environment.js';
export * from './koi-yaml.js';
export { isSealed, modelKeyPurpose, SecretKeys, secretKeys } from './secret-keys.js';
