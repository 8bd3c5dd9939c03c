import { PLACEHOLDER, type ChatMessage, type Placeholder } from '@koi/contracts';
import type { ConnectorRequest } from '../connector.js';
import { spokenTurns } from '../upstream/spoken-turns.js';
import { mapTexts } from './map-texts.js';

const ONE_PLACEHOLDER = new RegExp(`^${PLACEHOLDER.source}$`);

type Values = Readonly<Record<Placeholder, unknown>>;

/**
 * The body of a request. A text that is one placeholder and nothing else becomes its value, whatever kind that is, and
 * the field goes when there is none; within a longer text it becomes text, and nothing when there is none. What is put
 * in is not looked at again: a message that holds `{{system}}` stays what it is.
 */
export function fillTemplate(
  template: Readonly<Record<string, unknown>>,
  request: Pick<ConnectorRequest, 'messages' | 'parameters'>,
): Record<string, unknown> {
  const values = valuesOf(request);
  return mapTexts(template, (text) => {
    const alone = ONE_PLACEHOLDER.exec(text)?.[1];
    if (alone !== undefined) return values[alone as Placeholder];
    return text.replace(PLACEHOLDER, (_, name: Placeholder) => asText(values[name]));
  }) as Record<string, unknown>;
}

function valuesOf({
  messages,
  parameters,
}: Pick<ConnectorRequest, 'messages' | 'parameters'>): Values {
  const { system } = spokenTurns(messages);
  const spoken = messages.filter(({ role }) => role !== 'system');
  const asked = spoken.findLastIndex(({ role }) => role === 'user');
  const { temperature, topP, maxTokens, stop, seed } = parameters;
  return {
    messages,
    history: spoken.slice(0, Math.max(asked, 0)),
    transcript: transcriptOf(system, spoken),
    prompt: spoken[asked]?.content ?? '',
    system,
    temperature,
    topP,
    maxTokens,
    stop: stop?.length ? stop : undefined,
    seed,
  };
}

/** The conversation as one text, for a model that goes on writing: it ends where the answer is to begin. */
function transcriptOf(system: string | undefined, spoken: readonly ChatMessage[]): string {
  const lines = spoken.map(
    ({ role, content }) => `${role === 'user' ? 'User' : 'Assistant'}: ${content}`,
  );
  return [...(system === undefined ? [] : [system]), ...lines, 'Assistant:'].join('\n\n');
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
