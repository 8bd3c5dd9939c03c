import type { ChatbotConfig } from '@koi/contracts';
import { newId } from '../ids.js';
import type { Tx } from '../transactions.js';
import { upsert, type ConfigurationSource, type SaveOutcome } from './upsert.js';

export interface ChatbotToSave {
  readonly slug: string;
  readonly config: ChatbotConfig;
  readonly source: ConfigurationSource;
  /** Its place on the page; without it the row keeps its own, and a new one is the last. */
  readonly position?: number;
}

/** Makes a chatbot's row say what its settings say; its models are `saveDraw`'s. */
export function saveChatbot(
  tx: Tx,
  { slug, config: chatbot, source, position }: ChatbotToSave,
): Promise<SaveOutcome> {
  const columns = {
    title: chatbot.title,
    description: chatbot.description,
    welcome: chatbot.welcome,
    starters: JSON.stringify(chatbot.starters),
    feedback_mode: chatbot.feedback,
    system_prompt: chatbot.systemPrompt,
    parameters: JSON.stringify(chatbot.parameters),
    consent_text: chatbot.consent ?? null,
    access: chatbot.access,
    reveal_models: chatbot.revealModels,
    images: JSON.stringify(chatbot.images),
    source,
    ...(position === undefined ? {} : { position }),
  };
  const names = Object.keys(columns);
  const list = (prefix: string) => names.map((name) => `${prefix}${name}`).join(', ');
  return upsert(
    tx,
    `insert into chatbot (id, slug, ${list('')}${position === undefined ? ', position' : ''})
     values ($1, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')}${
       position === undefined ? ', (select coalesce(max(position) + 1, 0) from chatbot)' : ''
     })
     on conflict (slug) do update set
       ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, enabled = ${ENABLED}, updated_at = now()
     where (${list('chatbot.')}, chatbot.enabled) is distinct from (${list('excluded.')}, ${ENABLED})
     returning (xmax = 0) as inserted`,
    [newId(), slug, ...Object.values(columns)],
  );
}

/** koi.yaml switches on what it names, unless the team holds it off. */
const ENABLED = `case when excluded.source = 'koi_yaml' then not chatbot.held_off else chatbot.enabled end`;
