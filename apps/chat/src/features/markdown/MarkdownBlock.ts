import type { Token } from 'marked';
import { defineComponent, type PropType } from 'vue';
import { useI18n } from 'vue-i18n';
import { useAnswerImages } from './answer-images.js';
import CodeBlock from './CodeBlock.vue';
import MathText from './MathText.js';
import { partGroups } from './part-groups.js';
import { createRenderer } from './render-tokens.js';
import { useSetUpwards } from './set-upwards.js';

/** So many groups of a list's items, or of a table's rows, are set at once. */
const GROUPS_AT_ONCE = 3;

/** One block; Vue leaves it alone as long as its token is the same object. */
export default defineComponent({
  name: 'MarkdownBlock',
  props: {
    token: { type: Object as PropType<Token>, required: true },
    open: { type: Boolean, required: true },
  },
  setup(props) {
    const { t } = useI18n();
    const { renderRoot } = createRenderer({
      images: useAnswerImages(),
      code: CodeBlock,
      math: MathText,
      tableLabel: () => t('markdown.table'),
    });
    const first = useSetUpwards(partGroups(props.token), GROUPS_AT_ONCE);
    return () => renderRoot(props.token, props.open, first.value);
  },
});
