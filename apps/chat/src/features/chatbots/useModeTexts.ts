import type { ChatbotSummary } from '@koi/contracts/http';
import { GitCompareArrows, MessageCircle, ThumbsUp } from '@lucide/vue';
import { useI18n } from 'vue-i18n';

type Mode = ChatbotSummary['feedbackMode'];

/** How each feedback mode is explained to a participant. */
export function useModeTexts() {
  const { t } = useI18n();
  const icons = { none: MessageCircle, vote: ThumbsUp, rank: GitCompareArrows } as const;

  function describe(mode: Mode) {
    switch (mode) {
      case 'none':
        return { icon: icons.none, name: t('picker.modeNone'), text: t('picker.modeNoneText') };
      case 'vote':
        return { icon: icons.vote, name: t('picker.modeVote'), text: t('picker.modeVoteText') };
      case 'rank':
        return { icon: icons.rank, name: t('picker.modeRank'), text: t('picker.modeRankText') };
    }
  }
  return { describe };
}
