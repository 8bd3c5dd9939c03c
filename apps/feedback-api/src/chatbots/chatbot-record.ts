import type { ChatbotRecord, ReasonGroup, ReasonSet } from '@koi/contracts';
import { revisionOf } from '../audit/record-revision.js';
import type { ChatbotRow } from './chatbots.repository.js';

/** A row as the team sees it. */
export function chatbotRecordOf(row: ChatbotRow): ChatbotRecord {
  const shown = shownChatbot(row);
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    config: shown.config,
    draw: row.draw.map(({ overridden, fileWeight, fileRole, ...entry }) => ({
      ...entry,
      overrides:
        overridden && fileWeight !== null && fileRole !== null
          ? { weight: fileWeight, role: fileRole }
          : null,
    })),
    source: row.source,
    enabled: row.enabled,
    revision: revisionOf([shown, row.enabled, row.source]),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What the trail of changes keeps; the settings are named as in koi.yaml. */
export function shownChatbot(row: ChatbotRow): {
  config: ChatbotRecord['config'];
  draw: Record<string, { weight: number; role: string }>;
} {
  return {
    config: {
      title: row.title,
      description: row.description,
      welcome: row.welcome,
      starters: row.starters,
      feedback: row.feedbackMode,
      systemPrompt: row.systemPrompt,
      parameters: row.parameters,
      ...(row.consentText === null ? {} : { consent: row.consentText }),
      access: row.access,
      revealModels: row.revealModels,
      images: row.images,
      ...(row.reasons ? { reasons: reasonsSetting(row.reasons) } : {}),
    },
    draw: Object.fromEntries(row.draw.map(({ model, weight, role }) => [model, { weight, role }])),
  };
}

/** Reasons as they are set, so that what was read can be sent back. */
function reasonsSetting(reasons: ReasonSet): ChatbotRecord['config'] {
  const list = (group: ReasonGroup) =>
    reasons[group].map(({ key, labels }) => ({ key, label: labels }));
  return { up: list('up'), down: list('down'), ranking: list('ranking') };
}
