interface Drawn<Model> {
  readonly model: Model;
  readonly share: number;
}

/**
 * Draws the models that answer a message by their shares, as the gateway does: two different ones for a comparison, the
 * same one twice when there is only one. Empty when nothing can be drawn.
 *
 * @param random gives numbers in [0, 1).
 */
export function drawPreview<Model>(
  drawn: readonly Drawn<Model>[],
  count: number,
  random: () => number,
): Model[] {
  const usable = drawn.filter(({ share }) => share > 0);
  let left = usable;
  return Array.from({ length: usable.length > 0 ? count : 0 }, () => {
    if (left.length === 0) left = usable;
    let point = random() * left.reduce((sum, { share }) => sum + share, 0);
    const next = left.find(({ share }) => (point -= share) < 0) ?? left.at(-1)!;
    left = left.filter((other) => other !== next);
    return next.model;
  });
}
