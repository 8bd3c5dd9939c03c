import { z } from 'zod';
import { slug } from '../ids.js';
import { feedbackMode, modelRole } from '../terms.js';

/** Sampling parameters; what is left out is left to the model. */
export const generationParameters = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  maxTokens: z.int().positive().max(1_000_000).optional(),
  stop: z.array(z.string().min(1)).max(16).optional(),
  seed: z.int().optional(),
});
export type GenerationParameters = z.infer<typeof generationParameters>;

/**
 * A secret by reference: `${NAME}` (an environment variable of model-proxy) or `file:/path`. The secret itself is
 * never stored, returned or logged.
 */
export const secretReference = z
  .string()
  .regex(
    /^(\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:\/.+)$/,
    'name an environment variable as ${NAME} or a file as file:/path; do not write the secret itself here',
  );

const label = z.string().trim().min(1).max(80);

const demoModel = z.strictObject({
  connector: z.literal('demo'),
  label: label.optional(),
  style: z.enum(['brief', 'friendly', 'detailed']).default('friendly'),
  /** 0 writes as fast as it can. */
  tokensPerSecond: z.number().min(0).max(1_000).default(18),
  parameters: generationParameters.prefault({}),
});

const openAiCompatibleModel = z.strictObject({
  connector: z.literal('openai-compatible'),
  label: label.optional(),
  /** Up to and with `/v1`. */
  baseUrl: z.url({
    protocol: /^https?$/,
    error: 'must be an http or https URL, usually ending in /v1',
  }),
  /** The upstream's own name of the model. */
  model: z.string().min(1),
  apiKey: secretReference.optional(),
  parameters: generationParameters.prefault({}),
});

/** A model: where its answers come from. The key in koi.yaml is its name. */
export const modelConfig = z.discriminatedUnion('connector', [demoModel, openAiCompatibleModel]);
export type ModelConfig = z.infer<typeof modelConfig>;
export type ConnectorKind = ModelConfig['connector'];

const chatbotModelConfig = z.union([
  slug,
  z.strictObject({
    model: slug,
    weight: z.number().min(0).max(1_000).default(1),
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
  /** Whether the participant is told which model wrote which answer, in rank mode after the choice. */
  revealModels: z.boolean().default(true),
  parameters: generationParameters.prefault({}),
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
