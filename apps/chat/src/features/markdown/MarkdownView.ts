import './markdown.css';
import type { Token } from 'marked';
import { defineComponent, h, type PropType } from 'vue';
import { BlockStream } from './block-stream.js';
import CodeBlock from './CodeBlock.vue';
import { createRenderer } from './render-tokens.js';

const { render } = createRenderer(CodeBlock);

/** One block; Vue leaves it alone as long as its token is the same object. */
const MarkdownBlock = defineComponent({
  name: 'MarkdownBlock',
  props: {
    token: { type: Object as PropType<Token>, required: true },
    open: { type: Boolean, required: true },
  },
  setup: (props) => () => render(props.token, props.open),
});

/** An answer in Markdown, complete or still growing. */
export default defineComponent({
  name: 'MarkdownView',
  props: {
    text: { type: String, required: true },
    streaming: { type: Boolean, default: false },
  },
  setup(props) {
    const stream = new BlockStream();
    return () => {
      const blocks = stream.update(props.text, !props.streaming);
      return h(
        'div',
        { class: ['markdown', { streaming: props.streaming }] },
        blocks.map(({ key, token }) =>
          h(MarkdownBlock, { key, token, open: props.streaming && key === blocks.length - 1 }),
        ),
      );
    };
  },
});
