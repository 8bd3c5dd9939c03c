import type { Token } from 'marked';
import { defineComponent, h, type PropType } from 'vue';
import MarkdownBlock from './MarkdownBlock.js';

/** A few blocks that follow each other; Vue leaves them alone as long as their array is the same object. */
export default defineComponent({
  name: 'MarkdownBlocks',
  props: {
    tokens: { type: Array as PropType<readonly Token[]>, required: true },
    /** The last of them may still grow. */
    open: { type: Boolean, required: true },
  },
  setup(props) {
    return () =>
      h(
        'div',
        { class: 'blocks' },
        props.tokens.map((token, key) =>
          h(MarkdownBlock, { key, token, open: props.open && key === props.tokens.length - 1 }),
        ),
      );
  },
});
