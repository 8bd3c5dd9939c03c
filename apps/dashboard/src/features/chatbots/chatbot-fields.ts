import type { FieldSpec } from '../settings/index.js';

const yesNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

export interface ChatbotSection {
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly (FieldSpec & { readonly wide?: boolean })[];
}

/** The settings of a chatbot that are single fields, in the order of the form. */
export const sections: readonly ChatbotSection[] = [
  {
    title: 'Texts',
    fields: [
      { path: 'title', label: 'Title', kind: 'text' },
      {
        path: 'description',
        label: 'Description',
        kind: 'text',
        hint: 'A line in the list of chatbots.',
      },
      {
        path: 'welcome',
        label: 'Welcome',
        kind: 'area',
        wide: true,
        hint: 'What an empty conversation begins with.',
      },
      {
        path: 'starters',
        label: 'Starters, one a line',
        kind: 'lines',
        wide: true,
        hint: 'Questions to begin with, at most 8.',
      },
    ],
  },
  {
    title: 'Access and consent',
    fields: [
      {
        path: 'access',
        label: 'Who may talk to it',
        kind: 'choice',
        choices: [
          { value: 'public', label: 'Everybody' },
          { value: 'invite', label: 'People who came by an invite' },
        ],
      },
      {
        path: 'consent',
        label: 'Consent text',
        kind: 'area',
        rows: 4,
        wide: true,
        hint: 'Asked for before anything is stored. Empty: none. A new text is asked for again.',
      },
    ],
  },
  {
    title: 'Instructions and parameters',
    lead: 'Parameters that are set here come before those of the model.',
    fields: [
      { path: 'systemPrompt', label: 'System prompt', kind: 'area', rows: 6, wide: true },
      { path: 'parameters.temperature', label: 'Temperature', kind: 'number' },
      { path: 'parameters.topP', label: 'Top-p', kind: 'number' },
      { path: 'parameters.maxTokens', label: 'Most tokens', kind: 'number' },
      { path: 'parameters.seed', label: 'Seed', kind: 'number' },
      { path: 'parameters.stop', label: 'Stop at, one a line', kind: 'lines', rows: 2, wide: true },
    ],
  },
  {
    title: 'Feedback',
    fields: [
      {
        path: 'feedback',
        label: 'Mode',
        kind: 'choice',
        choices: [
          { value: 'vote', label: 'Votes: a thumb on each answer' },
          { value: 'rank', label: 'Rankings: the better of two answers' },
          { value: 'none', label: 'None' },
        ],
      },
      {
        path: 'revealModels',
        label: 'People are told which model answered',
        kind: 'yes-no',
        choices: yesNo,
        hint: 'With rankings, after the choice.',
      },
    ],
  },
];

export const allFields: readonly FieldSpec[] = sections.flatMap(({ fields }) => fields);

/** What stands in a new chatbot. */
export const firstValues = { access: 'public', feedback: 'vote', revealModels: 'true' };
