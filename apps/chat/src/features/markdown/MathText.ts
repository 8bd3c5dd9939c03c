import { defineComponent, h, shallowRef, watch } from 'vue';
import { doWhenIdle } from '../../app/idle-work.js';
import { nextTask } from '../../app/next-task.js';

type RenderMath = typeof import('./render-math.js');
let loading: Promise<RenderMath> | undefined;

/** In a task of its own: to ask for a module takes a slow phone some of a frame, in the middle of setting text. */
function loadMath(): Promise<RenderMath> {
  loading ??= nextTask().then(() => import('./render-math.js'));
  loading.catch(() => (loading = undefined));
  return loading;
}

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
        const { readyForMath, renderMath } = await loadMath();
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
