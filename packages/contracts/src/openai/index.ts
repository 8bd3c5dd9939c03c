import { createChatCompletion } from './chat-completions.js';
import { giveOpenAiFeedback } from './openai-feedback.js';
import { getOpenAiModel, listOpenAiModels } from './openai-models.js';

export * from './chat-completions.js';
export * from './chat-messages.js';
export * from './openai-error.js';
export * from './openai-feedback.js';
export * from './openai-models.js';

/** Every route that clients of OpenAI's API reach with an API key. */
export const openAiRoutes = {
  createChatCompletion,
  listOpenAiModels,
  getOpenAiModel,
  giveOpenAiFeedback,
} as const;
