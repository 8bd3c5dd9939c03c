import { Inject, Injectable } from '@nestjs/common';
import {
  analyticsQueue,
  conversationTopic,
  type ConversationEvent,
  type FeedbackCommand,
  type FeedbackOutcome,
} from '@koi/contracts';
import { newId, Transactions, type FeedbackEntity, type Tx } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Producer, Relay } from '@koi/queues';
import { InjectProducer, LOGGER, RELAY, RollupNudges } from '@koi/service';
import {
  FeedbackRepository,
  type FeedbackKey,
  type StandingFeedback,
  type StoredFeedback,
} from './feedback.repository.js';
import {
  feedbackValue,
  keyReused,
  namedReasons,
  refuseFeedback,
  refuseReasons,
  shownCandidates,
  targetNotFound,
  type FeedbackTarget,
} from './refuse-feedback.js';
import { shownSha256 } from './shown-sha256.js';

interface Recorded {
  readonly outcome: FeedbackOutcome;
  /** The moments whose rollups the command changes. */
  readonly changed: readonly Date[];
  /** What was said about which turn, for the conversation's open pages. */
  readonly about?: Pick<FeedbackTarget, 'conversationId' | 'turnId'>;
}

/**
 * Stores votes, rankings, corrections and comments as an append-only history with a current view.
 *
 * Of the commands on one target the one accepted last is current (equal moments: the one stored last), whatever the
 * order they arrive in; one that comes late is history. An undo needs something to take back when it arrives. A
 * refused command leaves no feedback, so its key may be tried again; its body is kept for inspection. Feedback on a conversation that was deleted meanwhile
 * is stored like any other: deleting hides a conversation from its participant and takes no opinion back.
 */
@Injectable()
export class FeedbackService {
  private readonly nudges: RollupNudges;

  constructor(
    private readonly transactions: Transactions,
    private readonly feedback: FeedbackRepository,
    @InjectProducer(analyticsQueue) analytics: Producer<typeof analyticsQueue>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(RELAY) private readonly relay: Pick<Relay, 'publish'>,
  ) {
    this.nudges = new RollupNudges(analytics);
  }

  /** Safe to run twice, and twice at once: the idempotency key decides. Refusals are values. */
  async record(command: FeedbackCommand): Promise<FeedbackOutcome> {
    const { outcome, changed, about } = await this.transactions.run(async (tx) => {
      const recorded = await this.store(tx, command);
      if (recorded.outcome.status === 'refused')
        await this.feedback.keepRefused(tx, command, recorded.outcome);
      return recorded;
    });
    // After the commit, never inside it. If the process dies here, the job runs again and nudges again.
    if (about) void this.tell(about);
    await this.nudge(changed);
    return outcome;
  }

  private async store(tx: Tx, command: FeedbackCommand): Promise<Recorded> {
    const key = keyOf(command);
    await this.feedback.lock(tx, key);
    if (command.kind === 'ranking')
      await this.feedback.holdConversation(tx, key.targetId, key.participantId);
    const situation = await this.feedback.situation(tx, command, key);
    const { stored, target, current } = situation;
    if (stored) return repeated(stored, command);
    if (!target) return { outcome: targetNotFound(command), changed: [] };
    const refusal = refuseFeedback(command, target, current !== null && current.value !== 'undo');
    if (refusal) return { outcome: refusal, changed: [] };
    const reasons = namedReasons(command);
    const version = 'reasonsVersion' in command ? command.reasonsVersion : undefined;
    const known =
      reasons.length > 0
        ? await this.feedback.findReasons(tx, target.chatbotId, version)
        : undefined;
    const unknown = refuseReasons(command, known);
    if (unknown) return { outcome: unknown, changed: [] };

    const id = newId();
    const acceptedAt = new Date(command.acceptedAt);
    const shown = shownCandidates(command, target);
    const takesOver = isLater({ acceptedAt, id }, current);
    const revision = {
      ...key,
      id,
      idempotencyKey: command.idempotencyKey,
      turnId: target.turnId,
      candidateId: command.kind === 'ranking' ? null : key.targetId,
      value: feedbackValue(command),
      text: 'text' in command ? (command.text ?? null) : null,
      revision: situation.nextRevision,
      replacesId: takesOver ? (current?.feedbackId ?? null) : null,
      shown: shown.map((candidate) => candidate.id),
      shownSha256: shownSha256(situation.path, shown),
      reasons,
      reasonsVersion: known?.version ?? null,
      strength: strengthOf(command),
      acceptedAt,
    };
    const changed = takesOver ? [acceptedAt, ...(current ? [current.acceptedAt] : [])] : [];
    const createdAt = await this.feedback.append(tx, revision, { takesOver, changed });
    if (!createdAt) return this.lost(tx, command);
    return { outcome: storedOutcome({ ...revision, createdAt }), changed, about: target };
  }

  /** Another command with this key was stored on another target while this one was being checked. */
  private async lost(tx: Tx, command: FeedbackCommand): Promise<Recorded> {
    const { stored } = await this.feedback.situation(tx, command, keyOf(command));
    return stored ? repeated(stored, command) : { outcome: keyReused(), changed: [] };
  }

  /** A nudge only makes the dashboard quick; what is dirty is in Postgres, and a sweep finds it. */
  private async nudge(changed: readonly Date[]): Promise<void> {
    try {
      await this.nudges.add(changed);
    } catch (error) {
      this.logger.error({ err: error }, 'cannot nudge the rollups; the sweep will do it');
    }
  }

  /** A page that misses it reads the conversation when its stream comes back. */
  private async tell({ conversationId, turnId }: NonNullable<Recorded['about']>): Promise<void> {
    try {
      const event: ConversationEvent = { type: 'feedback', turnId };
      await this.relay.publish(conversationTopic(conversationId), event);
    } catch (error) {
      this.logger.warn({ err: error, turnId }, 'could not tell the open pages of new feedback');
    }
  }
}

const strengthOf = (command: FeedbackCommand): FeedbackEntity['strength'] =>
  command.kind === 'ranking' ? (command.strength ?? null) : null;

function keyOf(command: FeedbackCommand): FeedbackKey {
  const { kind, participantId } = command;
  const targetId = command.kind === 'ranking' ? command.turnId : command.candidateId;
  // Postgres writes UUIDs in lower case; compare them so.
  return { kind, participantId: participantId.toLowerCase(), targetId: targetId.toLowerCase() };
}

/** The order of commands on one target: by the moment the gateway accepted them, then by id (UUIDv7). */
function isLater(
  candidate: { acceptedAt: Date; id: string },
  current: StandingFeedback | null,
): boolean {
  if (!current) return true;
  const difference = candidate.acceptedAt.getTime() - current.acceptedAt.getTime();
  return difference > 0 || (difference === 0 && candidate.id > current.feedbackId);
}

const storedOutcome = ({
  id,
  revision,
  createdAt,
}: Pick<FeedbackEntity, 'id' | 'revision' | 'createdAt'>): FeedbackOutcome => ({
  status: 'stored',
  feedbackId: id,
  revision,
  createdAt: createdAt.toISOString(),
});

/** The first command's outcome, for as long as the second says the same; when it was accepted may differ. */
function repeated(stored: StoredFeedback, command: FeedbackCommand): Recorded {
  const key = keyOf(command);
  const same =
    stored.kind === key.kind &&
    stored.participantId === key.participantId &&
    stored.targetId === key.targetId &&
    stored.value === feedbackValue(command) &&
    (stored.text ?? undefined) === ('text' in command ? command.text : undefined) &&
    stored.reasons.join() === namedReasons(command).join() &&
    stored.strength === strengthOf(command);
  return same
    ? { outcome: storedOutcome(stored), changed: [stored.acceptedAt] }
    : { outcome: keyReused(), changed: [] };
}
