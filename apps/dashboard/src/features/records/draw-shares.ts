import type { ModelRole } from './roles.js';

interface Drawn {
  readonly weight: number;
  readonly role: ModelRole;
  readonly enabled?: boolean;
}

/** How often each model is drawn for one answer, from 0 to 1: its part of all weights that count. */
export function sharesOf(draw: readonly Drawn[]): number[] {
  const counted = draw.map(({ weight, role, enabled = true }) =>
    role === 'off' || !enabled || !Number.isFinite(weight) ? 0 : Math.max(0, weight),
  );
  const sum = counted.reduce((total, weight) => total + weight, 0);
  return counted.map((weight) => (sum === 0 ? 0 : weight / sum));
}
