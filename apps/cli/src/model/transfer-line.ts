/** One line that shows how far a transfer is; without a terminal, a line each quarter. */
export class TransferLine {
  private quarter = 0;

  constructor(
    private readonly name: string,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {}

  show(bytes: number, total: number | undefined): void {
    const part = total === undefined ? undefined : Math.min(1, bytes / total);
    const text = `  ${this.name} … ${megabytes(bytes)}${
      part === undefined ? '' : ` of ${megabytes(total ?? 0)} (${Math.floor(part * 100)} %)`
    }`;
    if (this.out.isTTY) {
      this.out.write(`\r\u001b[2K${text}`);
      return;
    }
    const quarter = Math.floor((part ?? 0) * 4);
    if (quarter <= this.quarter) return;
    this.quarter = quarter;
    this.out.write(`${text}\n`);
  }

  /** For work whose size is not known. */
  begin(text: string): void {
    this.out.write(this.out.isTTY ? `  ${this.name} ${text} …` : '');
  }

  end(text: string): void {
    this.out.write(`${this.out.isTTY ? '\r\u001b[2K' : ''}  ${this.name} ${text}\n`);
  }
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
