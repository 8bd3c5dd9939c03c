const MINUTE_MS = 60_000;

/** Counts events of the last sixty minutes, the running one included, in sixty numbers. */
export class HourCounter {
  private readonly minutes = new Map<number, number>();

  constructor(private readonly now: () => number = Date.now) {}

  add(): void {
    const minute = this.forget();
    this.minutes.set(minute, (this.minutes.get(minute) ?? 0) + 1);
  }

  total(): number {
    this.forget();
    return [...this.minutes.values()].reduce((sum, count) => sum + count, 0);
  }

  private forget(): number {
    const minute = Math.floor(this.now() / MINUTE_MS);
    for (const old of this.minutes.keys()) if (old <= minute - 60) this.minutes.delete(old);
    return minute;
  }
}
