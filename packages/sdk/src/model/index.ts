export type { Model, Predict, PredictContext, Prediction } from './model.js';
export { serveModel, type ServedModel, type ServeModelOptions } from './serve-model.js';
