const DAY_MS = 86_400_000;

/** A day of UTC: its name, and how many whole seconds are left of it, at least one. */
export function dayOf(now: Date): { name: string; start: Date; secondsLeft: number } {
  const startMs = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const start = new Date(startMs);
  return {
    name: start.toISOString().slice(0, 10),
    start,
    secondsLeft: Math.max(1, Math.ceil((startMs + DAY_MS - now.getTime()) / 1_000)),
  };
}
