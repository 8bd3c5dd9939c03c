import { createChatbot, type BodyOf, type ChatbotRecord } from '@koi/contracts/http';
import { reasonsConfig } from '@koi/contracts/koi-yaml';
import type { Reason, ReasonGroup } from '@koi/contracts/reasons';
import { issuesOf, toConfig, toValues, type FieldValues, type Issues } from '../settings/index.js';
import type { ModelRole } from '../records/index.js';
import { allFields, firstValues } from './chatbot-fields.js';

export interface DrawRow {
  model: string;
  weight: string;
  role: ModelRole;
}

export interface ReasonRow {
  key: string;
  /** By language; empty: none. */
  labels: Record<string, string>;
}

export interface ChatbotForm {
  slug: string;
  values: FieldValues;
  reasons: Record<ReasonGroup, ReasonRow[]>;
  draw: DrawRow[];
  /** The setting `images` as it came: it has no field yet, and a save must not lose it. */
  images: unknown;
}

export const reasonGroups: readonly { name: ReasonGroup; label: string }[] = [
  { name: 'up', label: 'A good answer' },
  { name: 'down', label: 'A bad answer, or two' },
  { name: 'ranking', label: 'The better of two' },
];

const rowsOf = (reasons: readonly Reason[]): ReasonRow[] =>
  reasons.map(({ key, labels }) => ({ key, labels: { ...labels } }));

/** The setting `reasons` in rows: built-in ones where nothing is set. */
function reasonsOf(setting: unknown): ChatbotForm['reasons'] {
  const { up, down, ranking } = reasonsConfig.parse(setting ?? {});
  return { up: rowsOf(up), down: rowsOf(down), ranking: rowsOf(ranking) };
}

export const emptyForm = (): ChatbotForm => ({
  slug: '',
  values: { ...firstValues },
  reasons: reasonsOf(undefined),
  draw: [],
  images: undefined,
});

export const formOf = ({ slug, config, draw }: ChatbotRecord): ChatbotForm => ({
  slug,
  values: { ...firstValues, ...toValues(allFields, config) },
  reasons: reasonsOf(config['reasons']),
  draw: draw.map(({ model, weight, role }) => ({ model, weight: String(weight), role })),
  images: config['images'],
});

export const copyOf = (record: ChatbotRecord): ChatbotForm => ({
  ...formOf(record),
  slug: `${record.slug}-copy`.slice(0, 60),
});

type Body = BodyOf<typeof createChatbot>;

/** The body of a save, or what is wrong with it by field. */
export function checkChatbot(form: ChatbotForm): { readonly issues: Issues; readonly body: Body } {
  const body = {
    slug: form.slug.trim(),
    config: {
      ...toConfig(allFields, form.values),
      reasons: Object.fromEntries(
        reasonGroups.map(({ name }) => [name, form.reasons[name].map(reasonOf)]),
      ),
      models: drawOf(form),
      ...(form.images === undefined ? {} : { images: form.images }),
    },
  } as unknown as Body;
  const found = issuesOf(createChatbot.body?.safeParse(body) ?? { success: true });
  const issues = Object.fromEntries(
    Object.entries(found).map(([path, message]) => [path.replace(/^config\./, ''), message]),
  );
  return { issues, body };
}

const reasonOf = ({ key, labels }: ReasonRow) => ({
  key: key.trim(),
  label: Object.fromEntries(Object.entries(labels).filter(([, label]) => label.trim() !== '')),
});

/** A weight that is no number stays a text, for the contract to refuse. */
export const drawOf = ({
  draw,
}: ChatbotForm): { model: string; weight: number; role: ModelRole }[] =>
  draw.map(({ model, weight, role }) => ({
    model,
    weight: (weight.trim() === '' || Number.isNaN(Number(weight))
      ? weight
      : Number(weight)) as number,
    role,
  }));
