export { differences, type Difference } from './difference.js';
export type { FieldSpec, FieldValues, Issues } from './field-spec.js';
export { toConfig, toValues } from './field-values.js';
export { issueAt, issuesOf, issuesOfProblem } from './issues.js';
