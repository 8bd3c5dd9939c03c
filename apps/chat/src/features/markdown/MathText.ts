import { defineComponent, h, shallowRef, watch } from 'vue';
import { doWhenIdle } from '../../app/idle-work.js';

/** A formula. KaTeX is loaded when an answer first has one; until then, and when it cannot be read, its source stands. */
export default defineComponent({
  name: 'MathText',
  props: {
    tex: { type: String, required: true },
    raw: { type: String, required: true },
    display: { type: Boolean, required: true },
    /** True while more of it may come: it is typeset once it is whole. */
    open: { type: Boolean, default: false },
  },
  setup(props) {
    const typeset = shallowRef<Node>();
    watch(
      () => [props.tex, props.display, props.open] as const,
      async ([tex, display, open]) => {
        if (open) return;
        const { readyForMath, renderMath } = await import('./render-math.js');
        await readyForMath();
        doWhenIdle(() => {
          if (tex === props.tex && display === props.display)
            typeset.value = renderMath(tex, display);
        });
      },
      { immediate: true },
    );
    return () => {
      const node = typeset.value;
      const attributes = {
        class: props.display ? 'math math-display' : 'math',
        dir: 'ltr',
        // Wide formulas scroll by themselves, by keyboard too.
        tabindex: props.display && node ? 0 : undefined,
      };
      if (!node) return h('span', { ...attributes, key: 'source' }, h('code', props.raw.trim()));
      return h('span', {
        ...attributes,
        key: 'typeset',
        ref: (element) => void (element as Element | null)?.replaceChildren(node),
      });
    };
  },
});
