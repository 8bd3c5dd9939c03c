import {
  createModelBody,
  type BodyOf,
  type createModel,
  type ModelRecord,
  type probeModel,
} from '@koi/contracts/http';
import { issuesOf, toConfig, toValues, type FieldValues, type Issues } from '../settings/index.js';
import { defaultOf, fieldsOf, takesKey } from './model-fields.js';

/** What is done about the key: left as it is, set to what is typed, or taken away. */
export type KeyChoice = 'keep' | 'replace' | 'remove';

export interface ModelForm {
  name: string;
  connector: string;
  fallback: string;
  values: FieldValues;
  keyChoice: KeyChoice;
  key: string;
}

export const emptyForm = (): ModelForm => ({
  name: '',
  connector: 'openai-compatible',
  fallback: '',
  values: {},
  keyChoice: 'replace',
  key: '',
});

/** A model in the form; its key is not in it, since nobody gets it back. */
export function formOf({ name, config, key }: ModelRecord): ModelForm {
  const { connector, fallback } = config;
  if (typeof connector !== 'string') throw new TypeError('The model names no connector.');
  return {
    name,
    connector,
    fallback: typeof fallback === 'string' ? fallback : '',
    values: toValues(fieldsOf(connector), config),
    keyChoice: key.kind === 'typed' ? 'keep' : 'replace',
    key: '',
  };
}

/** The form of a copy: a new name, and no key, which stays with the address it was typed for. */
export const copyOf = (record: ModelRecord): ModelForm => ({
  ...formOf(record),
  name: `${record.name}-copy`.slice(0, 60),
  keyChoice: 'replace',
});

type Config = BodyOf<typeof createModel>['config'];

/** What the form says, whether the contract takes it or not. */
function configOf({ connector, values, fallback }: ModelForm): Config {
  const fields = fieldsOf(connector);
  const given = { ...values };
  // What a choice shows counts, also when nobody has touched it.
  for (const { path, choices } of fields)
    if (choices && !given[path]) given[path] = defaultOf(connector, path) ?? '';
  return {
    connector,
    ...toConfig(fields, given),
    ...(fallback ? { fallback } : {}),
  } as unknown as Config;
}

/** The key as the API wants it: `undefined` leaves it, `null` takes it away. */
function keyOf(form: ModelForm): string | null | undefined {
  if (!takesKey(form.connector) || form.keyChoice === 'keep') return undefined;
  if (form.keyChoice === 'remove') return null;
  return form.key.trim() === '' ? undefined : form.key.trim();
}

/** The body of a save, or what is wrong with it by field. */
export function checkModel(form: ModelForm): {
  readonly issues: Issues;
  readonly body: { name: string; config: Config; key?: string | null };
} {
  const key = keyOf(form);
  const body = {
    name: form.name.trim(),
    config: configOf(form),
    ...(key === undefined ? {} : { key }),
  };
  const checked = createModelBody.safeParse({ ...body, key: key ?? undefined });
  const found = issuesOf(checked);
  const issues = Object.fromEntries(
    Object.entries(found).map(([path, message]) => [path.replace(/^config\./, ''), message]),
  );
  return { issues, body };
}

/** What a probe of the form tries; a stored key goes with it when the form leaves it. */
export function probeOf(form: ModelForm, modelId: string | undefined): BodyOf<typeof probeModel> {
  const { body } = checkModel({ ...form, name: form.name || 'draft' });
  return {
    config: body.config,
    ...(typeof body.key === 'string' ? { key: body.key } : {}),
    ...(modelId && form.keyChoice === 'keep' ? { modelId } : {}),
  };
}
