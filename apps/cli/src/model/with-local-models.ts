import type { ChatbotConfig, KoiYaml } from '@koi/contracts';
import type { CatalogModel } from './catalog.js';

/**
 * koi.yaml with the models that were pulled.
 *
 * A pulled model that koi.yaml does not name itself answers in every chatbot that names nothing but the demo: in its
 * place, or beside it where answers are compared, as often as all styles of the demo together. A chatbot with any other
 * model stays as it was written.
 */
export function withLocalModels(config: KoiYaml, pulled: readonly CatalogModel[]): KoiYaml {
  const added = pulled.filter(({ name }) => !(name in config.models));
  if (added.length === 0) return config;
  const isDemo = (name: string): boolean => config.models[name]?.connector === 'demo';
  return {
    ...config,
    models: {
      ...config.models,
      ...Object.fromEntries(added.map((model) => [model.name, model.config])),
    },
    chatbots: Object.fromEntries(
      Object.entries(config.chatbots).map(([slug, chatbot]) => [
        slug,
        chatbot.models.every((entry) => isDemo(nameOf(entry)))
          ? { ...chatbot, models: drawn(chatbot, added) }
          : chatbot,
      ]),
    ),
  };
}

type Drawn = ChatbotConfig['models'][number];

function drawn({ feedback, models }: ChatbotConfig, added: readonly CatalogModel[]): Drawn[] {
  if (feedback !== 'rank') return added.map(({ name }) => name);
  const weight = models.reduce((sum, entry) => sum + weightOf(entry), 0);
  return [...models, ...added.map(({ name }): Drawn => ({ model: name, weight, role: 'live' }))];
}

const nameOf = (entry: Drawn): string => (typeof entry === 'string' ? entry : entry.model);

function weightOf(entry: Drawn): number {
  if (typeof entry === 'string') return 1;
  return entry.role === 'off' ? 0 : entry.weight;
}
