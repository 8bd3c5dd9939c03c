import { cloneVNode, defineComponent, onBeforeUnmount, type PropType } from 'vue';
import type { TooltipSide } from './tooltip-bubble.js';

/** The pointer may rest on a control so long before it is told about, in ms. */
const DELAY_MS = 450;

/**
 * Words for the control in its slot (one element), on hover and keyboard focus. Never the only place where something is
 * said. What draws and places the words is loaded when they are first asked for: a page has many of these and shows
 * one at a time.
 */
export default defineComponent({
  name: 'Tooltip',
  props: {
    text: { type: String, required: true },
    side: { type: String as PropType<TooltipSide>, default: 'bottom' },
  },
  setup(props, { slots }) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let close: (() => void) | undefined;

    function show(event: Event, afterMs: number): void {
      const { currentTarget: control } = event;
      if (!(control instanceof HTMLElement)) return;
      clearTimeout(timer);
      const mine = setTimeout(() => {
        void import('./tooltip-bubble.js').then(
          ({ openTooltip }) => {
            // Left again while it was loaded.
            if (timer === mine && control.isConnected)
              close = openTooltip(control, props.text, props.side);
          },
          // Without a network there are no words; none is said here alone.
          () => undefined,
        );
      }, afterMs);
      timer = mine;
    }
    function hide(): void {
      clearTimeout(timer);
      timer = undefined;
      close?.();
      close = undefined;
    }
    onBeforeUnmount(hide);

    const listeners = {
      onPointerenter(event: PointerEvent) {
        if (event.pointerType !== 'touch') show(event, DELAY_MS);
      },
      onPointerleave: hide,
      onPointerdown: hide,
      onFocus(event: FocusEvent) {
        if ((event.target as Element).matches(':focus-visible')) show(event, 0);
      },
      onBlur: hide,
      onKeydown(event: KeyboardEvent) {
        if (event.key === 'Escape') hide();
      },
    };
    return () => {
      const [control] = slots['default']?.() ?? [];
      return control && cloneVNode(control, listeners);
    };
  },
});
