import { Inject, Injectable } from '@nestjs/common';
import { analyticsQueue, conversationMessages, type GenerationResult } from '@koi/contracts';
import { Transactions } from '@koi/database';
import { withLogContext, type Logger } from '@koi/observability';
import type { JobContext, Producer, Relay } from '@koi/queues';
import { Admission, InjectProducer, LOGGER, RELAY, RollupNudges } from '@koi/service';
import { AnswerPublisher, defaultRhythm } from './answer-publisher.js';
import { DeltaPace } from './delta-pace.js';
import { writeEnding } from './end-answer.js';
import { gaveUp, stoppedBeforeStart } from './endings.js';
import { AttemptSuperseded, CandidateMissing, StopRequested } from './generation.errors.js';
import {
  GenerationRepository,
  type AnswerEnding,
  type AnswerOrder,
} from './generation.repository.js';
import { ModelAnswers } from './model-answers.js';
import { OrdersAhead } from './orders-ahead.js';
import { RunningAnswers } from './running-answers.js';
import { effectiveParameters } from './effective-parameters.js';
import { isFinal, turnOutcome } from './turn-outcome.js';

type Job = Pick<JobContext, 'signal'>;

/** An attempt whose beginning is being stored. */
interface Beginning {
  readonly attempt: number;
  /** Whether it is this attempt's turn. */
  readonly stored: Promise<boolean>;
  /** Aborts when it is not, when a stop came before it, and when Postgres refuses. */
  readonly ended: AbortSignal;
}

/** After so many starts an answer is given up: it is likelier to be what kills the process than to be unlucky. */
const MAX_STARTS = 8;

/** Writes answers. The row decides: an answer that has ended is never touched again. */
@Injectable()
export class GenerationService {
  private readonly pace = new DeltaPace();
  private readonly admission = new Admission();
  private readonly nudges: RollupNudges;

  constructor(
    private readonly transactions: Transactions,
    private readonly repository: GenerationRepository,
    private readonly orders: OrdersAhead,
    private readonly running: RunningAnswers,
    private readonly models: ModelAnswers,
    @InjectProducer(analyticsQueue) analytics: Producer<typeof analyticsQueue>,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.nudges = new RollupNudges(analytics);
  }

  /**
   * Writes one candidate's answer. Running it again for an answer that has ended only tells its end again.
   *
   * Most answers are begun once. So the first attempt is begun while the order is still being read: the disk is what the
   * first token waits for longest. Where it is not the first, that changes nothing, and the order says which one it is.
   *
   * @throws AttemptSuperseded, or what is unexpected: the queue tries again.
   */
  async generate(candidateId: string, job: Job): Promise<GenerationResult> {
    const leave = await this.admission.enter();
    const first = this.begin({ candidateId, attempt: 0 });
    const reading = this.orders.order(candidateId);
    void Promise.allSettled([first.stored, reading]).then(leave);
    const order = await reading;
    if (!order) throw new CandidateMissing(candidateId);
    return withLogContext({ turnId: order.turnId, candidateId }, async () => {
      if (isFinal(order.state)) return this.tellAgain(order);
      // The order may have been read after the beginning was stored.
      const isFirst = order.attempt === 0 || (order.attempt === 1 && (await first.stored));
      return this.write(order, isFirst ? first : this.begin(order), job);
    });
  }

  /** Ends an answer whose job has failed for good. */
  async giveUp(candidateId: string, error: Error): Promise<void> {
    const order = await this.repository.find(candidateId);
    if (!order || isFinal(order.state)) return;
    await withLogContext({ turnId: order.turnId, candidateId }, () =>
      this.end(order, this.publisher(order, order.attempt), order.attempt, gaveUp(error.message)),
    );
  }

  /**
   * The model is asked while the beginning of the attempt is still being stored, because each has to wait for its own
   * disk or network; nothing of the answer is told before it is stored.
   */
  private async write(
    order: AnswerOrder,
    beginning: Beginning,
    job: Job,
  ): Promise<GenerationResult> {
    const { candidateId } = order;
    const { attempt } = beginning;
    const answer = this.publisher(order, attempt, beginning.stored);
    try {
      const ending = await this.ending({ ...order, attempt }, answer, beginning, job);
      if (await beginning.stored) return await this.end(order, answer, attempt, ending);
    } catch (error) {
      if (!(error instanceof AttemptSuperseded) || (await beginning.stored)) throw error;
    } finally {
      await answer.close();
    }
    // It ended, or somebody else began it, between the two looks.
    return this.generate(candidateId, job);
  }

  /** Begins the attempt after the one that `earlier` stands at. */
  private begin(earlier: Pick<AnswerOrder, 'candidateId' | 'attempt'>): Beginning {
    const ended = new AbortController();
    const stored = this.repository.begin(earlier).then((begun) => {
      if (!begun) ended.abort(new AttemptSuperseded(earlier.candidateId));
      else if (begun.stopRequested) ended.abort(new StopRequested('stopped'));
      return begun !== undefined;
    });
    stored.catch((error: unknown) => ended.abort(error));
    return { attempt: earlier.attempt + 1, stored, ended: ended.signal };
  }

  private async ending(
    order: AnswerOrder,
    answer: AnswerPublisher,
    beginning: Beginning,
    job: Job,
  ): Promise<AnswerEnding> {
    const { turnId, candidateId, attempt, stopRequested, systemPrompt, path } = order;
    if (stopRequested) return stoppedBeforeStart;
    if (attempt > MAX_STARTS) return gaveUp(`started ${attempt} times`);
    return this.running.during(
      { turnId, candidateId, attempt, wantSnapshot: () => answer.wantSnapshot() },
      [job.signal, beginning.ended],
      (signal) => {
        const messages = conversationMessages(systemPrompt, path);
        return this.models.write(order, { messages, answer, signal });
      },
    );
  }

  /** Stores the end, then tells whoever waits. */
  private async end(
    order: AnswerOrder,
    answer: AnswerPublisher,
    attempt: number,
    ending: AnswerEnding,
  ): Promise<GenerationResult> {
    await answer.close();
    const written = await this.store(order, attempt, ending);
    if (!written) return this.overtaken(order);

    const { state, finishReason, failureDetail, usage, ttftMs, durationMs, standIn } = ending;
    this.logger.info(
      {
        state,
        finishReason,
        attempt,
        model: order.model.name,
        standIn: standIn?.modelId,
        usage,
        ttftMs,
        durationMs,
      },
      'answer ended',
    );
    await this.tell(answer, { ...order, state, finishReason, failureDetail, text: ending.text });
    return { state, finishReason };
  }

  /**
   * Answer, turn and dirty bucket at once; false when the answer had ended before. Answers that are compared end their
   * turn together, so the last of them has to see the others, which one statement cannot.
   */
  private store(order: AnswerOrder, attempt: number, ending: AnswerEnding): Promise<boolean> {
    const { candidateId, turnId } = order;
    const ended = { turnId, candidateId, attempt };
    const written = { ...ending, parameters: effectiveParameters(order) };
    if (order.feedbackMode !== 'rank')
      return writeEnding(this.transactions.manager, ended, written, ending.state);
    return this.transactions.run(async (tx) => {
      if (!(await writeEnding(tx, ended, written, null))) return false;
      const outcome = turnOutcome(await this.repository.statesOf(tx, turnId));
      if (outcome) await this.repository.endTurn(tx, turnId, outcome);
      return true;
    });
  }

  /** Somebody else has written to the row since this attempt began: theirs counts. */
  private async overtaken({ candidateId }: AnswerOrder): Promise<GenerationResult> {
    const now = await this.repository.find(candidateId);
    if (!now || !isFinal(now.state)) throw new AttemptSuperseded(candidateId);
    return this.tellAgain(now);
  }

  /** The end of an answer that was written before; its telling may have been lost with a process. */
  private async tellAgain(order: AnswerOrder): Promise<GenerationResult> {
    const { state, finishReason } = order;
    if (!isFinal(state)) throw new AttemptSuperseded(order.candidateId);
    const answer = this.publisher(order, order.attempt);
    await answer.close();
    await this.tell(answer, { ...order, state, finishReason: finishReason ?? 'error' });
    return { state, finishReason: finishReason ?? 'error' };
  }

  private async tell(
    answer: AnswerPublisher,
    ended: Pick<AnswerEnding, 'state' | 'finishReason' | 'text'> & {
      failureDetail?: string | null | undefined;
      createdAt: Date;
    },
  ): Promise<void> {
    const { state, finishReason, failureDetail, text, createdAt } = ended;
    await answer.done(
      { state, finishReason, ...(failureDetail ? { detail: failureDetail } : {}) },
      text.length,
    );
    try {
      await this.nudges.add([createdAt]);
    } catch (err) {
      this.logger.warn({ err }, 'could not nudge the analytics; the sweeper will');
    }
  }

  private publisher(
    { turnId, candidateId }: AnswerOrder,
    attempt: number,
    stored: Promise<boolean> = Promise.resolve(true),
  ): AnswerPublisher {
    return new AnswerPublisher(
      async (...message) => {
        if (await stored) await this.relay.publish(...message);
      },
      // An answer given up before it was ever begun still counts as the first attempt for its readers.
      { turnId, candidateId, attempt: Math.max(attempt, 1) },
      this.logger,
      { ...defaultRhythm, pace: this.pace },
    );
  }
}
