import type { ModelConfig } from './models/index.js';

export interface FallbackProblem {
  readonly model: string;
  readonly message: string;
}

/** What is wrong with the models' fallbacks: names that are not there, and each circle once. */
export function fallbackProblems(
  models: Readonly<Record<string, Pick<ModelConfig, 'fallback'>>>,
): FallbackProblem[] {
  const problems: FallbackProblem[] = [];
  const checked = new Set<string>();
  const fallbackOf = (name: string): string | undefined =>
    Object.hasOwn(models, name) ? models[name]?.fallback : undefined;

  for (const [model, { fallback }] of Object.entries(models)) {
    if (fallback !== undefined && !Object.hasOwn(models, fallback))
      problems.push({ model, message: `there is no model "${fallback}" under models` });

    const path: string[] = [];
    let next: string | undefined = model;
    while (next !== undefined && !checked.has(next)) {
      checked.add(next);
      path.push(next);
      next = fallbackOf(next);
    }
    const start = next === undefined ? -1 : path.indexOf(next);
    const first = path[start];
    if (first === undefined) continue;
    const circle = [...path.slice(start), first].join(' → ');
    problems.push({
      model: first,
      message: `the fallbacks go in a circle: ${circle}; the last model of a chain must have none`,
    });
  }
  return problems;
}
