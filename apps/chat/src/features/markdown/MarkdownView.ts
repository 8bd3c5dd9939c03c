import './markdown.css';
import { defineComponent, h } from 'vue';
import { BlockStream } from './block-stream.js';
import MarkdownBlock from './MarkdownBlock.js';

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
