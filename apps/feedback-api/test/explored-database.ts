import type { FeedbackCommand, FeedbackKind, FeedbackMode } from '@koi/contracts';
import { InviteEntity, newId } from '@koi/database';
import type { DataSource } from 'typeorm';
import type { FeedbackService } from '../src/feedback/feedback.service.js';
import { silentFeedback } from './silent-feedback.js';
import { Given, rankingOf, voteOn, wordsOn } from './given.js';

/** A row of feedback with everything filters ask for, as the test knows it and not as Postgres says. */
export interface Said {
  readonly id: string;
  readonly createdAt: Date;
  readonly kind: FeedbackKind;
  readonly value: string;
  readonly reasons: readonly string[];
  readonly chatbot: string;
  readonly mode: FeedbackMode;
  readonly models: readonly { readonly name: string; readonly version: number }[];
  readonly participantId: string;
  readonly inviteId: string | null;
  readonly language: string;
  readonly excluded: boolean;
  readonly conversationId: string;
  readonly question: string;
  readonly answer: string;
  /** All of the turn, in lower case. */
  readonly words: ReadonlySet<string>;
  readonly hasCorrection: boolean;
  readonly hasComment: boolean;
  readonly current: boolean;
}

/** A conversation with what filters ask of its messages and answers. */
export interface Talk {
  readonly id: string;
  readonly createdAt: Date;
  readonly chatbot: string;
  readonly participantId: string;
  readonly inviteId: string | null;
  readonly language: string;
  readonly excluded: boolean;
  /** Of its first message. */
  readonly mode: FeedbackMode;
  readonly models: Said['models'];
  readonly words: ReadonlySet<string>;
}

interface Turn {
  readonly turnId: string;
  readonly conversationId: string;
  readonly participantId: string;
  readonly candidateIds: readonly string[];
  readonly mode: FeedbackMode;
  readonly chatbot: string;
  readonly question: string;
  readonly answers: readonly string[];
  readonly models: readonly { readonly name: string; readonly version: number }[];
  readonly inviteId: string | null;
  readonly language: string;
  readonly excluded: boolean;
  readonly said: string[];
}

const QUESTIONS = [
  'What is a tree?',
  'How long is the river that runs through the town where I was born, and how deep?',
  'Übung macht den Meister: was heißt das?',
  '???',
  `How ${'very '.repeat(60)}long?`,
];
const ANSWERS = ['Short.', `A tree. ${'leaf '.repeat(40)}`, `The river. ${'water '.repeat(70)}`];
const wordsOf = (...texts: string[]) =>
  new Set(
    texts
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [],
  );

/** Conversations and feedback of all kinds, written the way koi writes them; small, and the same each time. */
export class ExploredDatabase {
  readonly said: Said[] = [];
  readonly talks: Talk[] = [];
  private readonly turns: Turn[] = [];
  private constructor(
    private readonly dataSource: DataSource,
    private readonly given: Given,
    private readonly feedback: FeedbackService,
    readonly choices: {
      chatbots: string[];
      models: string[];
      participants: string[];
      invite: string;
      moments: string[];
    },
  ) {}

  static async fill(dataSource: DataSource): Promise<ExploredDatabase> {
    const given = new Given(dataSource);
    const feedback = silentFeedback(dataSource);
    const invite = newId();
    await dataSource.getRepository(InviteEntity).insert({ id: invite, label: 'A', tokenHash: 'a' });
    const explored = new ExploredDatabase(dataSource, given, feedback, {
      chatbots: ['pond', 'duel'],
      models: ['oak', 'elm', 'ash'],
      participants: [],
      invite,
      moments: [],
    });
    await explored.makeTurns();
    await explored.say();
    await explored.recall();
    return explored;
  }

  conversationIds(matches: (words: ReadonlySet<string>) => boolean = () => true): string[] {
    const found = this.turns.filter(
      (turn) => !turn.excluded && matches(wordsOf(turn.question, ...turn.answers, ...turn.said)),
    );
    return [...new Set(found.map(({ conversationId }) => conversationId))].sort();
  }

  private async makeTurns(): Promise<void> {
    const { choices, given, dataSource } = this;
    const chatbots = {
      pond: await given.chatbot('vote', 'pond'),
      duel: await given.chatbot('rank', 'duel'),
    };
    const models = await Promise.all(choices.models.map((name) => given.model(name)));
    for (let person = 0; person < 6; person += 1) {
      const participantId = await given.participant();
      const language = person % 3 === 0 ? 'de' : 'en';
      const excluded = person === 5;
      if (!excluded) choices.participants.push(participantId);
      await dataSource.query(
        `update participant set language = $2, excluded_at = $3 where id = $1`,
        [participantId, language, excluded ? new Date() : null],
      );
      for (const chatbot of ['pond', 'duel'] as const) {
        const mode = chatbot === 'pond' ? 'vote' : 'rank';
        const { id: conversationId } = await given.conversation({
          chatbotId: chatbots[chatbot],
          participantId,
        });
        const inviteId = person % 2 === 0 ? choices.invite : null;
        await dataSource.query(`update conversation set invite_id = $2 where id = $1`, [
          conversationId,
          inviteId,
        ]);
        if (person === 0)
          await given.reasons(conversationId, {
            up: ['clear'],
            down: ['rude'],
            ranking: ['clear'],
          });
        for (let index = 0; index < 4; index += 1)
          await this.makeTurn({
            conversationId,
            mode,
            chatbot,
            inviteId,
            language,
            excluded,
            number: this.turns.length,
            models,
          });
      }
    }
  }

  private async makeTurn(
    options: Pick<
      Turn,
      'conversationId' | 'mode' | 'chatbot' | 'inviteId' | 'language' | 'excluded'
    > & {
      number: number;
      models: string[];
    },
  ): Promise<void> {
    const { number, models: modelIds, ...rest } = options;
    const drawn = [number % 3, (number + 1) % 3].slice(0, rest.mode === 'rank' ? 2 : 1);
    const made = await this.given.turn({
      mode: rest.mode,
      conversationId: rest.conversationId,
      modelIds: drawn.map((index) => modelIds[index] ?? ''),
    });
    const question = QUESTIONS[number % QUESTIONS.length] ?? '';
    const answers = drawn.map((_, side) => ANSWERS[(number + side) % ANSWERS.length] ?? '');
    const version = (number % 2) + 1;
    await this.dataSource.query(`update turn set text = $2 where id = $1`, [made.turnId, question]);
    for (const [side, id] of made.candidateIds.entries())
      await this.dataSource.query(
        `update candidate set text = $2, model_version = $3 where id = $1`,
        [id, answers[side], version],
      );
    this.turns.push({
      ...rest,
      ...made,
      question,
      answers,
      models: drawn.map((index) => ({ name: this.choices.models[index] ?? '', version })),
      said: [],
    });
  }

  /** First statements, changes, undos, words, and a command that comes later than its successor. */
  private async say(): Promise<void> {
    for (const [number, turn] of this.turns.entries()) {
      const candidateId = turn.candidateIds[number % turn.candidateIds.length] ?? '';
      const answer = { participantId: turn.participantId, candidateId };
      const at = (minute: number) => ({ acceptedAt: new Date(Date.UTC(2026, 3, 1, 12, minute)) });
      const commands: FeedbackCommand[] = [];
      if (turn.mode === 'vote') {
        const reasons = number % 4 === 1 ? { reasons: ['rude'] } : {};
        commands.push(voteOn(answer, number % 3 === 1 ? 'down' : 'up', at(1)));
        if (number % 2 === 1) commands.push(voteOn(answer, 'down', { ...at(3), ...reasons }));
        if (number % 5 === 0) commands.push(voteOn(answer, 'undo', at(4)));
        if (number % 7 === 0) commands.push(voteOn(answer, 'up', at(0)));
      } else {
        const outcomes = ['a_better', 'b_better', 'tie', 'both_bad'] as const;
        const reasons = number % 4 === 0 ? { reasons: ['clear'] } : {};
        commands.push(rankingOf(turn, outcomes[number % 4] ?? 'tie', { ...at(1), ...reasons }));
        if (number % 6 === 0) commands.push(rankingOf(turn, 'undo', at(2)));
      }
      if (number % 3 === 0) commands.push(wordsOn(answer, 'correction', 'Sauber gesagt.', at(5)));
      if (number % 9 === 0) commands.push(wordsOn(answer, 'correction', undefined, at(6)));
      if (number % 4 === 2) commands.push(wordsOn(answer, 'comment', 'By the river!', at(5)));
      for (const command of commands) {
        await this.feedback.record(command);
        if ('text' in command && command.text) turn.said.push(command.text);
      }
    }
  }

  /** Reads ids and moments; everything else is known from what was said. The moments are spread over a day. */
  private async recall(): Promise<void> {
    await this.dataSource.query(`alter table feedback disable trigger feedback_is_append_only`);
    // Two turns at a time share their moments; the order within each stays as it was.
    await this.dataSource.query(`
      with spread as (select id, dense_rank() over (order by turn_id) as place from feedback)
      update feedback f set accepted_at = accepted_at + spread.place / 2 * interval '1 hour'
      from spread where spread.id = f.id`);
    await this.dataSource.query(`alter table feedback enable trigger feedback_is_append_only`);
    for (const [table, column] of [
      ['current_feedback', 'accepted_at'],
      ['feedback_fact', 'created_at'],
    ])
      await this.dataSource.query(
        `update ${table} x set ${column} = f.accepted_at from feedback f where f.id = x.feedback_id`,
      );
    // Three conversations at a time share theirs, so that pages of seven end amid them.
    await this.dataSource.query(`
      with spread as (select id, row_number() over (order by id) as place from conversation)
      update conversation v set created_at = '2026-04-01T12:00:00Z'::timestamptz + spread.place / 3 * interval '15 hours'
      from spread where spread.id = v.id`);
    const rows = await this.dataSource.query<
      {
        id: string;
        createdAt: Date;
        kind: FeedbackKind;
        value: string;
        turnId: string;
        candidateId: string | null;
        targetId: string;
        acceptedAt: Date;
        reasons: string[];
      }[]
    >(`select id, accepted_at as "createdAt", kind, value, turn_id as "turnId", candidate_id as "candidateId",
              target_id as "targetId", accepted_at as "acceptedAt", reasons
       from feedback order by accepted_at desc, id desc`);
    // The latest command on a target counts.
    const latest = new Map<string, (typeof rows)[number]>();
    for (const row of rows)
      if (!latest.has(`${row.kind} ${row.targetId}`))
        latest.set(`${row.kind} ${row.targetId}`, row);
    const isGiven = (kind: FeedbackKind, targetId: string) =>
      latest.get(`${kind} ${targetId}`)?.value === 'given';
    for (const row of rows) {
      const turn = this.turns.find(({ turnId }) => turnId === row.turnId);
      if (!turn) throw new Error('Feedback of a turn that was not made.');
      const { question, answers, candidateIds, said, ...rest } = turn;
      const side = row.candidateId
        ? candidateIds.indexOf(row.candidateId)
        : Number(row.value === 'b_better');
      const about = row.candidateId ? [row.candidateId] : candidateIds;
      this.said.push({
        ...rest,
        ...row,
        models: row.candidateId ? turn.models.slice(side, side + 1) : turn.models,
        question,
        answer: answers[side] ?? '',
        words: wordsOf(question, ...answers, ...said),
        hasCorrection: about.some((id) => isGiven('correction', id)),
        hasComment: about.some((id) => isGiven('comment', id)),
        current: latest.get(`${row.kind} ${row.targetId}`) === row,
      });
    }
    await this.recallTalks();
    const moments = this.said.map(({ createdAt }) => createdAt.toISOString()).sort();
    for (const share of [0.1, 0.5, 0.9])
      this.choices.moments.push(moments[Math.floor(share * moments.length)] ?? '');
  }

  private async recallTalks(): Promise<void> {
    const rows = await this.dataSource.query<{ id: string; createdAt: Date }[]>(
      `select id, created_at as "createdAt" from conversation`,
    );
    for (const row of rows) {
      const turns = this.turns.filter(({ conversationId }) => conversationId === row.id);
      const [first] = turns;
      if (!first) continue;
      const { chatbot, participantId, inviteId, language, excluded, mode } = first;
      this.talks.push({
        ...row,
        ...{ chatbot, participantId, inviteId, language, excluded, mode },
        models: turns.flatMap(({ models }) => models),
        words: wordsOf(
          ...turns.flatMap(({ question, answers, said }) => [question, ...answers, ...said]),
        ),
      });
    }
  }
}
