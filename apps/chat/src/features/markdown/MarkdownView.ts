import './markdown.css';
import type { Token } from 'marked';
import { defineComponent, h } from 'vue';
import { groupBlocks } from './block-groups.js';
import { BlockStream } from './block-stream.js';
import MarkdownBlocks from './MarkdownBlocks.js';

/** An answer in Markdown, complete or still growing. */
export default defineComponent({
  name: 'MarkdownView',
  props: {
    text: { type: String, required: true },
    streaming: { type: Boolean, default: false },
  },
  setup(props) {
    const stream = new BlockStream();
    let groups: readonly (readonly Token[])[] = [];
    return () => {
      const blocks = stream.update(props.text, !props.streaming).map(({ token }) => token);
      groups = groupBlocks(blocks, groups);
      return h(
        'div',
        { class: ['markdown', { streaming: props.streaming }] },
        groups.map((tokens, key) =>
          h(MarkdownBlocks, {
            key,
            tokens,
            open: props.streaming && key === groups.length - 1,
          }),
        ),
      );
    };
  },
});
