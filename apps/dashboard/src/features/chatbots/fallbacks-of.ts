import type { ModelRecord } from '@koi/contracts/http';

/** A model and the ones that answer in its stead, in the order in which they are asked; a circle is gone round once. */
export function fallbacksOf(model: ModelRecord, models: readonly ModelRecord[]): ModelRecord[] {
  const asked = [model];
  for (;;) {
    const { fallback } = asked.at(-1)?.config ?? {};
    const next = models.find(({ name, enabled }) => enabled && name === fallback);
    if (!next || asked.includes(next)) return asked;
    asked.push(next);
  }
}
