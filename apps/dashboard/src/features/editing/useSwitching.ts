import { toProblem } from '@koi/sdk/client';
import { useToasts } from '@koi/ui';

/** Switches a record, says what that means, and offers to undo it. */
export function useSwitching<Item>(
  change: (item: Item, enabled: boolean) => Promise<unknown>,
  said: (item: Item, enabled: boolean) => string,
): (item: Item, enabled: boolean) => Promise<void> {
  const toasts = useToasts();
  async function switchTo(item: Item, enabled: boolean): Promise<void> {
    try {
      await change(item, enabled);
      toasts.show(said(item, enabled), {
        tone: 'good',
        // Told like any other switch: an undo may fail, too.
        action: { label: 'Undo', run: () => void switchTo(item, !enabled) },
      });
    } catch (failure) {
      toasts.show(toProblem(failure).detail, { tone: 'bad' });
    }
  }
  return switchTo;
}
