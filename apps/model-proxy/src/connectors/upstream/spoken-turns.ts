import type { ChatMessage } from '@koi/contracts';

/** A conversation for providers that take the system prompt apart and want the speakers to alternate. */
export interface SpokenTurns {
  /** All system messages, with an empty line between two; `undefined` when there is none. */
  readonly system: string | undefined;
  readonly turns: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
}

/** Takes the system messages out, and joins messages of one speaker in a row with an empty line. */
export function spokenTurns(messages: readonly ChatMessage[]): SpokenTurns {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns: { role: 'user' | 'assistant'; text: string }[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const last = turns.at(-1);
    if (last?.role === role) last.text += `\n\n${content}`;
    else turns.push({ role, text: content });
  }
  return { system: system.length > 0 ? system.join('\n\n') : undefined, turns };
}
