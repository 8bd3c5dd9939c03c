import type { FieldSpec, FieldValues } from './field-spec.js';

type Config = Readonly<Record<string, unknown>>;

/** A configuration as its fields show it; what it leaves out is empty. */
export function toValues(fields: readonly FieldSpec[], config: Config): FieldValues {
  return Object.fromEntries(
    fields.map((field) => [field.path, written(field, at(config, field.path.split('.')))]),
  );
}

function at(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return at((value as Config)[name], rest);
}

function written({ kind }: FieldSpec, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (kind === 'json') return JSON.stringify(value, null, 2);
  if (kind === 'lines' && Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The configuration that the fields say, without what is empty. A text that is not what its field wants stays as it is,
 * so that the contract refuses it at its place.
 */
export function toConfig(
  fields: readonly FieldSpec[],
  values: FieldValues,
): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const field of fields) {
    const value = read(field, values[field.path] ?? '');
    if (value === undefined) continue;
    const names = field.path.split('.');
    const last = names.pop() ?? '';
    let place = config;
    for (const name of names) place = (place[name] ??= {}) as Record<string, unknown>;
    place[last] = value;
  }
  return config;
}

function read({ kind }: FieldSpec, text: string): unknown {
  if (kind === 'lines') {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.length > 0 ? lines : undefined;
  }
  if (text.trim() === '') return undefined;
  if (kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind === 'yes-no') return text === 'true';
  if (kind !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
