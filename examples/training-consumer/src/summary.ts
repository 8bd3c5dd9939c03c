import {
  preferenceRow,
  voteRow,
  type DatasetManifest,
  type PreferenceRow,
  type TrainingJob,
  type VoteRow,
} from '@koi/contracts';

/** Characters of one token of English text, roughly; enough to see whether a batch will fit. */
const CHARACTERS_PER_TOKEN = 4;

const EXAMPLES = 2;

/** Collects what a person wants to see before a training begins. One pass, constant memory. */
export class Summary {
  private rows = 0;
  private readonly models = new Map<string, { better: number; worse: number }>();
  private readonly lengths = { prompt: new Lengths(), better: new Lengths(), worse: new Lengths() };
  private readonly examples: string[] = [];

  constructor(private readonly manifest: DatasetManifest) {}

  /** @throws ZodError when the row does not fit its format. */
  add(row: unknown): void {
    this.rows += 1;
    if (this.manifest.row_format === 'trl-conversational-preference')
      this.addPair(preferenceRow.parse(row));
    else this.addVote(voteRow.parse(row));
  }

  private addPair(row: PreferenceRow): void {
    this.model(row.chosen_model).better += 1;
    this.model(row.rejected_model).worse += 1;
    this.lengths.prompt.add(textOf(row.prompt));
    this.lengths.better.add(textOf(row.chosen));
    this.lengths.worse.add(textOf(row.rejected));
    this.example(
      row.prompt,
      `  chosen    ${shown(row.chosen)}`,
      `  rejected  ${shown(row.rejected)}`,
    );
  }

  private addVote(row: VoteRow): void {
    const side = row.value === 'up' ? 'better' : 'worse';
    this.model(row.model)[side] += 1;
    this.lengths.prompt.add(textOf(row.prompt));
    this.lengths[side].add(textOf(row.completion));
    this.example(row.prompt, `  ${row.value.padEnd(8)}  ${shown(row.completion)}`);
  }

  /** The numbers a trainer would report at the start. */
  get metrics(): Record<string, number> {
    return {
      rows: this.rows,
      prompt_tokens_mean: this.lengths.prompt.mean,
      chosen_tokens_mean: this.lengths.better.mean,
      rejected_tokens_mean: this.lengths.worse.mean,
    };
  }

  /** For people. */
  text(job: Pick<TrainingJob, 'method' | 'baseModel' | 'trainingRunId'>): string {
    const { dataset, counts, excluded, snapshot_at } = this.manifest;
    const pairs = dataset.kind === 'dpo';
    const [better, worse] = pairs ? ['chosen', 'rejected'] : ['up', 'down'];
    const reasons = Object.entries(excluded).map(([reason, count]) => `${count} ${reason}`);
    return [
      `Training run ${job.trainingRunId}`,
      `  would train ${job.baseModel} by ${job.method}`,
      `  on ${dataset.name} v${dataset.version}: ${counts.rows} ${pairs ? 'pairs' : 'votes'} of ${snapshot_at}`,
      `  left out ${counts.excluded}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`,
      '',
      `Answers by model, ${better} / ${worse}`,
      ...[...this.models]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, count]) => `  ${name}  ${count.better} / ${count.worse}`),
      '',
      'Lengths in tokens (a guess: 4 characters each), mean / longest',
      `  prompt    ${this.lengths.prompt.text}`,
      `  ${String(better).padEnd(8)}  ${this.lengths.better.text}`,
      `  ${String(worse).padEnd(8)}  ${this.lengths.worse.text}`,
      ...this.examples,
      '',
    ].join('\n');
  }

  /** Of who wrote it; in a correction a person did. */
  private model(model: PreferenceRow['chosen_model']): { better: number; worse: number } {
    const key = model ? `${model.name} v${model.version}` : 'a person';
    const known = this.models.get(key) ?? { better: 0, worse: 0 };
    this.models.set(key, known);
    return known;
  }

  private example(prompt: PreferenceRow['prompt'], ...lines: string[]): void {
    if (this.rows > EXAMPLES) return;
    const last = prompt.at(-1);
    this.examples.push(
      '',
      `Example ${this.rows}`,
      `  prompt    ${shown(last ? [last] : [])}`,
      ...lines,
    );
  }
}

class Lengths {
  private count = 0;
  private sum = 0;
  private longest = 0;

  add(text: string): void {
    const tokens = Math.ceil(text.length / CHARACTERS_PER_TOKEN);
    this.count += 1;
    this.sum += tokens;
    this.longest = Math.max(this.longest, tokens);
  }

  get mean(): number {
    return this.count === 0 ? 0 : Math.round((10 * this.sum) / this.count) / 10;
  }

  get text(): string {
    return `${this.mean} / ${this.longest}`;
  }
}

const textOf = (messages: readonly { content: string }[]): string =>
  messages.map(({ content }) => content).join('\n');

/** One line of at most 100 characters. */
function shown(messages: readonly { content: string }[]): string {
  const line = textOf(messages).replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
