export type DayGroup = 'today' | 'yesterday' | 'week' | 'month' | { readonly month: string };

const DAY_MS = 86_400_000;
const startOfDay = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Which heading a moment falls under, by the days of the reader's own calendar. `month` is `YYYY-MM`. */
export function dayGroup(moment: Date, now: Date): DayGroup {
  // Rounded: a day with a clock change has 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / DAY_MS);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 7) return 'week';
  if (days < 30) return 'month';
  return { month: `${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, '0')}` };
}

/** Groups items that come latest first, keeping their order. */
export function groupByDay<Item extends { readonly updatedAt: string }>(
  items: readonly Item[],
  now: Date,
): { readonly name: string; readonly group: DayGroup; readonly items: Item[] }[] {
  const groups = new Map<string, { name: string; group: DayGroup; items: Item[] }>();
  for (const item of items) {
    const group = dayGroup(new Date(item.updatedAt), now);
    const name = typeof group === 'string' ? group : group.month;
    const known = groups.get(name);
    if (known) known.items.push(item);
    else groups.set(name, { name, group, items: [item] });
  }
  return [...groups.values()];
}
