import type { CreateDatasetBody } from '@koi/contracts/http';
import { startOf, type RangeName } from '../filters/address.js';
import type { DatasetKind, TrainingMethod } from './terms.js';

/** What the dialog holds while it is filled in. */
export interface ExportForm {
  dataset: string;
  kind: DatasetKind;
  chatbot: string;
  range: RangeName;
  train: boolean;
  method: TrainingMethod;
  baseModel: string;
}

export type ExportIssues = Partial<Record<'dataset' | 'baseModel', string>>;

export const emptyForm = (): ExportForm => ({
  dataset: 'preferences',
  kind: 'dpo',
  chatbot: '',
  range: 'all',
  train: false,
  method: 'dpo',
  baseModel: '',
});

/** Which methods can learn from a kind of rows. */
export const methodsOf: Record<DatasetKind, readonly TrainingMethod[]> = {
  dpo: ['dpo', 'sft', 'reward'],
  votes: ['kto', 'sft', 'reward'],
};

const slug = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** What is missing or wrong, by field; empty when the form can be sent. */
export function checkForm(form: ExportForm): ExportIssues {
  const issues: ExportIssues = {};
  if (!slug.test(form.dataset.trim()))
    issues.dataset = 'Use lower-case letters, digits and single hyphens, at most 64.';
  if (form.train && !form.baseModel.trim())
    issues.baseModel = 'Name the model that training starts from.';
  return issues;
}

/** The form as the API takes it. */
export function toBody(form: ExportForm, now: Date): CreateDatasetBody {
  return {
    dataset: form.dataset.trim(),
    kind: form.kind,
    filter: {
      chatbot: form.chatbot || undefined,
      from: startOf(form.range, now)?.toISOString(),
    },
    train: form.train ? { method: form.method, baseModel: form.baseModel.trim() } : undefined,
  };
}
