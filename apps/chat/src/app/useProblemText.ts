import type { Problem } from '@koi/contracts/problems';
import { toProblem } from '@koi/sdk/client';
import { useI18n } from 'vue-i18n';
import { retryWords } from './retry-words.js';

/** Words for a failure in the page's language; for codes without a translation the server's own. */
export function useProblemText() {
  const i18n = useI18n();

  function problemText(failure: unknown): { problem: Problem; title: string; text: string } {
    const problem = toProblem(failure);
    const key = `problems.${problem.code}`;
    if (!i18n.te(`${key}.title`)) return { problem, title: problem.title, text: problem.detail };
    const when = retryWords(problem.retryAfterSeconds ?? 30, i18n.locale.value);
    return { problem, title: i18n.t(`${key}.title`), text: i18n.t(`${key}.text`, { when }) };
  }

  return { problemText };
}
