import { arrow, computePosition, flip, offset, shift } from '@floating-ui/dom';

export type TooltipSide = 'top' | 'bottom' | 'left' | 'right';

const ID = 'koi-tooltip';
const OPPOSITE = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const;

/** Shows the one tooltip of the page beside a control; the function it gives back takes it away. */
export function openTooltip(control: HTMLElement, text: string, side: TooltipSide): () => void {
  document.getElementById(ID)?.remove();
  const bubble = document.createElement('div');
  bubble.id = ID;
  bubble.role = 'tooltip';
  // In the top layer, above dialogs too.
  bubble.popover = 'manual';
  bubble.className =
    'pointer-events-none fixed inset-auto m-0 max-w-64 animate-fade overflow-visible rounded-lg bg-ink px-2.5 py-1.5 text-xs font-medium text-paper shadow-float';
  bubble.textContent = text;
  const tip = document.createElement('span');
  tip.className = 'absolute size-2 rotate-45 bg-ink';
  bubble.append(tip);
  document.body.append(bubble);
  bubble.showPopover?.();
  // What repeats the control's name need not be read twice.
  const describes = control.getAttribute('aria-label') !== text;
  if (describes) control.setAttribute('aria-describedby', ID);
  void place(control, bubble, tip, side);
  return () => {
    bubble.remove();
    if (describes && control.getAttribute('aria-describedby') === ID)
      control.removeAttribute('aria-describedby');
  };
}

async function place(
  control: HTMLElement,
  bubble: HTMLElement,
  tip: HTMLElement,
  side: TooltipSide,
): Promise<void> {
  const { x, y, placement, middlewareData } = await computePosition(control, bubble, {
    placement: side,
    strategy: 'fixed',
    middleware: [
      offset(8),
      flip({ padding: 8 }),
      shift({ padding: 8 }),
      arrow({ element: tip, padding: 8 }),
    ],
  });
  Object.assign(bubble.style, { left: `${x}px`, top: `${y}px` });
  const edge = OPPOSITE[placement.split('-')[0] as TooltipSide];
  const { x: tipX, y: tipY } = middlewareData.arrow ?? {};
  Object.assign(tip.style, {
    left: tipX === undefined ? '' : `${tipX}px`,
    top: tipY === undefined ? '' : `${tipY}px`,
    [edge]: '-3px',
  });
}
