import { isSealed } from '@koi/config';
import type { ModelRecord } from '@koi/contracts';
import { revisionOf } from '../audit/record-revision.js';
import type { ModelRow } from './models.repository.js';

/** A row as the team sees it; what is left out here leaves feedback-api nowhere. */
export function modelRecordOf(row: ModelRow): ModelRecord {
  const shown = shownModel(row);
  return {
    id: row.id,
    name: row.name,
    label: row.label,
    config: shown.config,
    key: keyOf(row),
    version: row.version,
    source: row.source,
    enabled: row.enabled,
    chatbots: row.chatbots,
    // The sealed text is part of what an edit may not overwrite unseen, and no more than a hash of it is given out.
    revision: revisionOf([shown, row.enabled, row.source, row.secretReference]),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What the trail of changes keeps. */
export function shownModel(row: ModelRow): {
  config: ModelRecord['config'];
  key: string;
} {
  const { connector, label, settings, parameters } = row;
  const key = keyOf(row);
  return {
    config: { connector, label, ...settings, parameters },
    key: key.kind === 'reference' ? key.reference : key.kind,
  };
}

function keyOf({ secretReference }: ModelRow): ModelRecord['key'] {
  if (secretReference === null) return { kind: 'none' };
  return isSealed(secretReference)
    ? { kind: 'typed' }
    : { kind: 'reference', reference: secretReference };
}
