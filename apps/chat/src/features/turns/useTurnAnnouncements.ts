import type { TurnView } from '@koi/contracts/http';
import { useI18n } from 'vue-i18n';
import { useAnnouncer } from '../../app/useAnnouncer.js';

/** Tells screen readers that an answer began and how it ended: two sentences a turn, whatever its length. */
export function useTurnAnnouncements() {
  const { t } = useI18n();
  const { announce } = useAnnouncer();

  function ended({ state, feedbackMode }: TurnView): void {
    if (state === 'failed') announce(t('turn.announceFailed'));
    else if (state === 'stopped') announce(t('turn.announceStopped'));
    else announce(feedbackMode === 'rank' ? t('turn.announceBoth') : t('turn.announceDone'));
  }
  return { started: () => announce(t('turn.announceStarted')), ended };
}
