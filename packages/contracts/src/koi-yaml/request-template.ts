import { z } from 'zod';

/** What a body of an `http` model may be filled with. */
const PLACEHOLDERS = [
  'messages',
  'history',
  'transcript',
  'prompt',
  'system',
  'temperature',
  'topP',
  'maxTokens',
  'stop',
  'seed',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Those that hold what is asked. */
const QUESTIONS = ['messages', 'transcript', 'prompt'];

/** `{{name}}` in a text; the first group is the name. */
export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** A secret in a text: `${NAME}` or `${file:/path}`; the first group is what stands between the braces. */
export const EMBEDDED_SECRET = /\$\{([A-Za-z_][A-Za-z0-9_]*|file:\/[^}]+)\}/g;

/** A text that may name secrets. What looks like a reference and is none would be sent as it stands. */
export const textWithSecrets = z
  .string()
  .refine(
    (text) => !text.replace(EMBEDDED_SECRET, '').includes('${'),
    'write a secret as ${NAME} or ${file:/path}; a default is not possible here',
  );

/** A JSON object whose texts may hold placeholders and secrets. */
export const requestTemplate = z.record(z.string(), z.json()).superRefine((body, context) => {
  const used = new Set<string>();
  for (const { text, path } of textsOf(body)) {
    const checked = textWithSecrets.safeParse(text);
    for (const { message } of checked.error?.issues ?? [])
      context.addIssue({ code: 'custom', path, message });
    for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
      used.add(name);
      if ((PLACEHOLDERS as readonly string[]).includes(name)) continue;
      const known = PLACEHOLDERS.map((placeholder) => `{{${placeholder}}}`).join(', ');
      context.addIssue({
        code: 'custom',
        path,
        message: `there is no {{${name}}}; there are ${known}`,
      });
    }
  }
  if (!QUESTIONS.some((name) => used.has(name))) {
    context.addIssue({
      code: 'custom',
      message:
        'must hold {{messages}}, {{transcript}} or {{prompt}}, or the model is not told what was asked',
    });
  }
});

interface PlacedText {
  readonly text: string;
  readonly path: PropertyKey[];
}

/** Every text in a JSON value, with where it stands. */
function textsOf(value: unknown, path: PropertyKey[] = []): PlacedText[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => textsOf(item, [...path, name]));
}
