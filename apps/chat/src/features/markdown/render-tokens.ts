import type { AnswerImages } from '@koi/contracts/koi-yaml';
import type { MarkedToken, Token, Tokens } from 'marked';
import {
  cloneVNode,
  defineComponent,
  h,
  isVNode,
  type Component,
  type PropType,
  type VNode,
  type VNodeChild,
} from 'vue';
import { mayShow } from './answer-images.js';
import { decodeEntities } from './decode-entities.js';
import type { MathToken } from './lex-markdown.js';
import { groupParts, isLongTable, partGroups } from './part-groups.js';
import { createTableRenderer } from './render-table.js';
import { hiddenHost, safeLink } from './safe-link.js';
import { columnsOf, type Columns } from './table-columns.js';
import { directionOf, textsOf } from './text-direction.js';

interface Parts {
  /** Shows a fenced or indented code block. */
  readonly code: Component<{ code: string; language: string; open: boolean }>;
  /** Shows a formula. */
  readonly math: Component<{ tex: string; raw: string; display: boolean; open?: boolean }>;
  /** What screen readers call a table that can be scrolled. */
  readonly tableLabel: () => string;
  /** What the chatbot allows images to be. */
  readonly images: () => AnswerImages;
}

/** Some items of a list, or rows of a table; Vue leaves them alone as long as their array is the same object. */
const PartGroup = defineComponent({
  name: 'PartGroup',
  props: {
    parts: { type: Array as PropType<readonly unknown[]>, required: true },
    render: { type: Function as PropType<(part: never) => VNodeChild>, required: true },
    /** The last of them may still grow. */
    open: { type: Boolean, required: true },
  },
  setup(props) {
    return () =>
      props.parts.map((part, index) => {
        const node = props.render(part as never);
        return props.open && index === props.parts.length - 1 ? growing(node) : node;
      });
  },
});

/** Marked as what is being written. The class stands on this very element, so that no other is styled anew with it. */
const growing = (node: VNodeChild): VNodeChild =>
  isVNode(node) ? cloneVNode(node, { class: 'growing' }) : node;

type AnyToken = MarkedToken | (MathToken & { readonly open?: boolean });

/**
 * Turns parsed Markdown into Vue nodes. Nothing passes through innerHTML: raw HTML in an answer is shown as the text
 * it is, and links open only addresses that `safeLink` lets through.
 */
export function createRenderer({ code, math, tableLabel, images }: Parts) {
  function renderAll(tokens: readonly Token[] | undefined): VNodeChild[] {
    return (tokens ?? []).map((token) => render(token));
  }

  function render(generic: Token, open = false): VNodeChild {
    const token = generic as AnyToken;
    switch (token.type) {
      case 'paragraph':
        return h('p', { dir: 'auto' }, renderAll(token.tokens));
      case 'heading':
        // The page owns h1 and h2.
        return h(
          `h${Math.min(6, token.depth + 2)}`,
          { dir: 'auto', 'data-depth': token.depth },
          renderAll(token.tokens),
        );
      case 'text':
        return token.tokens ? renderAll(token.tokens) : decodeEntities(token.text);
      case 'escape':
        return token.text;
      case 'strong':
      case 'em':
      case 'del':
        return h(token.type, renderAll(token.tokens));
      case 'codespan':
        return h('code', token.text);
      case 'br':
        return h('br');
      case 'hr':
        return h('hr');
      case 'blockquote':
        return h('blockquote', { dir: directionOf([token.text]) }, renderAll(token.tokens));
      case 'code':
        return h(code, {
          code: token.text,
          language: (token.lang ?? '').split(/\s/)[0] ?? '',
          open,
        });
      case 'list':
        return renderList(token);
      case 'list_item':
        return h('li', renderAll(token.tokens));
      case 'checkbox':
        return h('input', { type: 'checkbox', checked: token.checked, disabled: true });
      case 'table':
        return renderTable(token);
      case 'math':
        return h(math, {
          tex: token.tex,
          raw: token.raw,
          display: token.display,
          open: token.open,
        });
      case 'link':
        return renderLink(token.href, token.text, renderAll(token.tokens));
      case 'image':
        return renderImage(token);
      case 'html':
        if (/^<br\s*\/?>$/i.test(token.text.trim())) return h('br');
        return token.block
          ? h('p', { class: 'raw-html', dir: 'auto' }, token.text.trimEnd())
          : token.text;
      case 'space':
      case 'def':
        return null;
    }
    return (generic as { raw: string }).raw;
  }

  function renderLink(href: string, text: string, children: VNodeChild[]): VNodeChild {
    const safe = safeLink(decodeEntities(href));
    if (!safe) return h('span', children);
    const hidden = hiddenHost(decodeEntities(text), safe);
    return h(
      'a',
      { href: safe, target: '_blank', rel: 'noopener noreferrer nofollow', title: safe },
      hidden
        ? [...children, h('span', { class: 'link-host', dir: 'ltr' }, ` (${hidden})`)]
        : children,
    );
  }

  /** A shown image tells a stranger's server who reads what: where the chatbot names no host for it, it is a link. */
  function renderImage({ href, text }: Tokens.Image): VNodeChild {
    const words = decodeEntities(text);
    if (images() === 'none') return words;
    const safe = safeLink(decodeEntities(href));
    if (safe && mayShow(safe, images()))
      return h('img', {
        src: safe,
        alt: words,
        title: words || undefined,
        loading: 'lazy',
        decoding: 'async',
        referrerpolicy: 'no-referrer',
      });
    return renderLink(href, text, [text || href]);
  }

  const renderItem = ({ task, tokens }: Tokens.ListItem): VNode =>
    h('li', { class: task ? 'task' : undefined }, renderAll(tokens));

  function renderList(
    { ordered, start, items }: Tokens.List,
    children: VNodeChild[] = items.map(renderItem),
  ): VNodeChild {
    return h(
      ordered ? 'ol' : 'ul',
      {
        dir: directionOf(textsOf(items)),
        ...(ordered && start !== 1 && start !== '' ? { start } : {}),
      },
      children,
    );
  }

  const { rowsOf, renderTable } = createTableRenderer(renderAll, tableLabel);

  let groups: readonly (readonly unknown[])[] = [];
  function grouped<Part>(
    parts: readonly Part[],
    renderPart: (part: Part) => VNodeChild,
    open: boolean,
  ): VNode[] {
    groups = groupParts<unknown>(parts, groups);
    return groups.map((group, key) =>
      h(PartGroup, {
        key,
        parts: group,
        render: renderPart,
        open: open && key === groups.length - 1,
      }),
    );
  }

  const renderLongItem = (item: Tokens.ListItem): VNodeChild =>
    cloneVNode(renderItem(item), { role: 'listitem' });

  /**
   * A list in several elements, of which a browser leaves out what is not in sight. It is still one list to whoever hears
   * it, and its numbers go on.
   */
  function renderLongList(list: Tokens.List, open: boolean, from: number): VNodeChild {
    const parts = grouped(list.items, renderLongItem, open);
    const start = Number(list.start) || (list.start === 0 ? 0 : 1);
    const numberOf = (index: number): number =>
      start + groups.slice(0, index).reduce((sum, group) => sum + group.length, 0);
    const first = Math.min(from, parts.length - 1);
    return h(
      'div',
      { class: 'long-list', role: 'list', dir: directionOf(textsOf(list.items)) },
      parts.slice(first).map((part, index) =>
        h(
          list.ordered ? 'ol' : 'ul',
          {
            key: first + index,
            class: 'parts',
            role: 'none',
            ...(list.ordered && { start: numberOf(first + index) }),
          },
          [part],
        ),
      ),
    );
  }

  let known: { readonly first: unknown; readonly columns: Columns } | undefined;
  /** The rows of a table in groups; of a long one, those from `from` on. */
  function renderGroupedTable(table: Tokens.Table, from: number): VNodeChild {
    const long = isLongTable(table);
    const parts = grouped(table.rows, rowsOf(table, long), false);
    if (long && known?.first !== groups[0]) known = { first: groups[0], columns: columnsOf(table) };
    const first = Math.max(0, Math.min(from, parts.length - 1));
    const bodies = parts
      .slice(first)
      .map((part, index) =>
        h('tbody', { key: first + index, role: long ? 'rowgroup' : undefined }, [part]),
      );
    return renderTable(table, bodies, long ? known?.columns : undefined);
  }

  /**
   * Renders the block that this renderer is for; of a long list or table, only what changed, and only the groups of items or
   * rows from `from` on.
   */
  function renderRoot(token: Token, open: boolean, from = 0): VNodeChild {
    const block = token as AnyToken;
    if (block.type === 'list')
      return partGroups(block) > 1
        ? renderLongList(block, open, from)
        : renderList(block, grouped(block.items, renderItem, open));
    if (block.type === 'table') return renderGroupedTable(block, from);
    const node = render(block, open);
    return open && block.type !== 'code' ? growing(node) : node;
  }

  return { render, renderRoot };
}
