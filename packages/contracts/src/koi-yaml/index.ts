export * from './fallbacks.js';
export * from './generation-parameters.js';
export * from './koi-yaml.js';
export * from './model-address.js';
export * from './models/index.js';
export { answerImages, type AnswerImages } from './images.js';
export { builtInReasons, reasonsConfig } from './reasons.js';
export { EMBEDDED_SECRET, PLACEHOLDER, type Placeholder } from './request-template.js';
export * from './secret-reference.js';
