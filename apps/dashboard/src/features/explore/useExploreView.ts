import { useUrlParameter } from '../filters/index.js';

/** What the rows of the Explore page can be. */
export const exploreViews = [
  { view: 'feedback', label: 'Feedback' },
  { view: 'conversations', label: 'Conversations' },
  { view: 'messages', label: 'Messages' },
  { view: 'answers', label: 'Answers' },
] as const;
type ExploreView = (typeof exploreViews)[number]['view'];

/** The table that is shown, from `?view=`. */
export function useExploreView() {
  return useUrlParameter<ExploreView>(
    'view',
    (text) => exploreViews.find(({ view }) => view === text)?.view ?? 'feedback',
    (view) => (view === 'feedback' ? undefined : view),
  );
}
