import './markdown.css';
import type { Token } from 'marked';
import { defineComponent, h } from 'vue';
import MarkdownBlocks from './MarkdownBlocks.js';
import { groupBlocks } from './part-groups.js';
import { preparedText } from './prepared-text.js';
import { useSetUpwards } from './set-upwards.js';

export { prepareText } from './prepared-text.js';

/** So many groups of blocks are set at once. */
const AT_ONCE = 1;

/** An answer in Markdown, complete or still growing. */
export default defineComponent({
  name: 'MarkdownView',
  props: {
    text: { type: String, required: true },
    streaming: { type: Boolean, default: false },
  },
  setup(props) {
    const stream = preparedText(props.text);
    let groups: readonly (readonly Token[])[] = [];
    function read(): typeof groups {
      const blocks = stream.update(props.text, !props.streaming).map(({ token }) => token);
      groups = groupBlocks(blocks, groups);
      return groups;
    }

    const first = useSetUpwards(read().length, AT_ONCE);
    return () => {
      const last = read().length - 1;
      const from = Math.min(first.value, Math.max(0, last));
      return h(
        'div',
        { class: 'markdown' },
        groups.slice(from).map((tokens, index) =>
          h(MarkdownBlocks, {
            key: from + index,
            tokens,
            open: props.streaming && from + index === last,
          }),
        ),
      );
    };
  },
});
