import type { ParticipantRecord } from '@koi/contracts/http';
import type { RouteLocationRaw } from 'vue-router';

/**
 * Where what is counted of a participant can be read. Explore leaves excluded ones out, except messages when it is told to;
 * their own page does not.
 */
export function rowsOf(
  { id, excludedAt }: Pick<ParticipantRecord, 'id' | 'excludedAt'>,
  what: 'conversations' | 'messages' | 'votes' | 'rankings',
): RouteLocationRaw {
  if (what === 'messages')
    return {
      name: 'feedback',
      query: {
        view: 'messages',
        participant: id,
        excluded: excludedAt === null ? undefined : 'included',
      },
    };
  if (excludedAt !== null) return { name: 'participant', params: { participantId: id } };
  const asks = {
    conversations: { view: 'conversations' },
    votes: { kind: 'vote' },
    rankings: { kind: 'ranking' },
  };
  return { name: 'feedback', query: { ...asks[what], participant: id } };
}
