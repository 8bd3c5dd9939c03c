import { defineComponent, h, type PropType, type VNodeChild } from 'vue';
import type { Coloured } from './code-lines.js';

/** A few lines of code; Vue leaves them alone as long as nothing of them changes. */
export default defineComponent({
  name: 'CodeLines',
  props: {
    code: { type: String, required: true },
    coloured: { type: Array as PropType<readonly Coloured[]>, default: undefined },
  },
  setup(props) {
    return () =>
      h('span', { class: 'code-lines' }, props.coloured ? toNodes(props.coloured) : props.code);
  },
});

const toNodes = (runs: readonly Coloured[]): VNodeChild[] =>
  runs.map((run) =>
    typeof run === 'string' ? run : h('span', { class: run.className }, toNodes(run.children)),
  );
