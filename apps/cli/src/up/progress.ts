/** Prints one line per step: what is being done, and how long it took. */
export class Progress {
  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  /** Runs a step and shows it. On a terminal the line is there from the beginning. */
  async step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    if (this.out.isTTY) this.out.write(`  ${name} …`);
    try {
      const result = await work();
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      this.line(`  ${name} ✓ ${seconds} s`);
      return result;
    } catch (error) {
      this.line(`  ${name} ✗`);
      throw error;
    }
  }

  /** A line of its own, at any time. */
  say(line: string): void {
    this.line(`  ${line}`);
  }

  private line(text: string): void {
    this.out.write(this.out.isTTY ? `\r\u001b[2K${text}\n` : `${text}\n`);
  }
}
