import type { Token } from 'marked';
import { defineComponent, type PropType } from 'vue';
import CodeBlock from './CodeBlock.vue';
import { createRenderer } from './render-tokens.js';

const { render } = createRenderer(CodeBlock);

/** One block; Vue leaves it alone as long as its token is the same object. */
export default defineComponent({
  name: 'MarkdownBlock',
  props: {
    token: { type: Object as PropType<Token>, required: true },
    open: { type: Boolean, required: true },
  },
  setup: (props) => () => render(props.token, props.open),
});
