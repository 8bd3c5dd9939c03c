import { z } from 'zod';
import { slug } from '../ids.js';
import { chatbotAccess, feedbackMode, modelRole } from '../terms.js';
import { fallbackProblems } from './fallbacks.js';
import { generationParameters } from './generation-parameters.js';
import { answerImages } from './images.js';
import { modelConfig } from './models/index.js';
import { reasonsConfig } from './reasons.js';

/** How often a model is drawn, relative to the others of its chatbot. */
export const drawWeight = z.number().min(0).max(1_000);

const chatbotModelConfig = z.union([
  slug,
  z.strictObject({
    model: slug,
    weight: drawWeight.default(1),
    role: modelRole.default('live'),
  }),
]);

export const chatbotConfig = z.strictObject({
  title: z.string().trim().min(1).max(80),
  description: z.string().trim().max(300).default(''),
  welcome: z.string().trim().max(2_000).default(''),
  starters: z.array(z.string().trim().min(1).max(200)).max(8).default([]),
  feedback: feedbackMode.default('vote'),
  systemPrompt: z.string().max(32_000).default(''),
  consent: z.string().trim().min(1).max(10_000).optional(),
  /** `invite`: only people who came by an invite link that opens it see it and may talk to it. */
  access: chatbotAccess.default('public'),
  /** Whether the participant is told which model wrote which answer, in rank mode after the choice. */
  revealModels: z.boolean().default(true),
  /** What the page makes of images in answers. */
  images: answerImages.default('link'),
  parameters: generationParameters.prefault({}),
  /** What people may give as reasons of a vote or a ranking. */
  reasons: reasonsConfig.prefault({}),
  models: z.array(chatbotModelConfig).min(1, 'name at least one model'),
});
export type ChatbotConfig = z.infer<typeof chatbotConfig>;

/** koi.yaml: the models and chatbots of this installation. */
export const koiYaml = z
  .strictObject({
    version: z.literal(1),
    models: z.record(slug, modelConfig),
    chatbots: z.record(slug, chatbotConfig),
  })
  .superRefine((config, context) => {
    for (const { model, message } of fallbackProblems(config.models))
      context.addIssue({ code: 'custom', path: ['models', model, 'fallback'], message });
    for (const [name, chatbot] of Object.entries(config.chatbots)) {
      const seen = new Set<string>();
      chatbot.models.forEach((entry, index) => {
        const model = typeof entry === 'string' ? entry : entry.model;
        const path = [
          'chatbots',
          name,
          'models',
          index,
          ...(typeof entry === 'string' ? [] : ['model']),
        ];
        if (!(model in config.models)) {
          context.addIssue({
            code: 'custom',
            path,
            message: `there is no model "${model}" under models`,
          });
        }
        if (seen.has(model))
          context.addIssue({ code: 'custom', path, message: `"${model}" is named twice` });
        seen.add(model);
      });
    }
  });
export type KoiYaml = z.infer<typeof koiYaml>;
