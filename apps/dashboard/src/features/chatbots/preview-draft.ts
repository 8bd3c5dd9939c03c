import type { PreviewDraft } from '@koi/contracts/events';
import { DEMO_NOTICE, type ModelRecord } from '@koi/contracts/http';
import type { AnswerImages } from '@koi/contracts/koi-yaml';
import type { ReasonGroup } from '@koi/contracts/reasons';
import type { ChatbotForm } from './chatbot-form.js';

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What a participant would see of a chatbot if it were saved as it stands in the form, as far as it can be saved. */
export function previewDraft(
  { values, reasons, draw, images }: ChatbotForm,
  models: readonly ModelRecord[],
): PreviewDraft {
  const text = (path: string): string => values[path]?.trim() ?? '';
  const feedbackMode = text('feedback') as PreviewDraft['chatbot']['feedbackMode'];
  const consent = text('consent');
  const connectors = models
    .filter(({ name }) => draw.some(({ model, role }) => model === name && role !== 'off'))
    .map(({ config }) => config['connector']);
  const offered = (group: ReasonGroup) =>
    reasons[group]
      .map(({ key, labels }) => ({
        key,
        labels: Object.fromEntries(Object.entries(labels).filter(([, label]) => label.trim())),
      }))
      .filter(({ key }) => key.trim() !== '');
  return {
    chatbot: {
      slug: 'preview',
      title: text('title') || 'Untitled',
      description: text('description'),
      feedbackMode,
      welcome: text('welcome'),
      starters: lines(text('starters')),
      consent: consent === '' ? null : { text: consent, hash: consent, agreed: false },
      images: (images ?? 'link') as AnswerImages,
      notice:
        connectors.length > 0 && connectors.every((name) => name === 'demo') ? DEMO_NOTICE : null,
      reasons:
        feedbackMode === 'none'
          ? null
          : {
              version: 1,
              up: offered('up'),
              down: offered('down'),
              ranking: offered('ranking'),
            },
    },
    revealModels: values['revealModels'] === 'true',
  };
}
