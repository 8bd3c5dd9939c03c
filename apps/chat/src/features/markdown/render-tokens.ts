import type { MarkedToken, Token, Tokens } from 'marked';
import { h, type Component, type VNodeChild } from 'vue';
import { decodeEntities } from './decode-entities.js';
import { safeLink } from './safe-link.js';

/** Shows a fenced or indented code block. */
export type CodeComponent = Component<{ code: string; language: string; open: boolean }>;

/**
 * Turns parsed Markdown into Vue nodes. Nothing passes through innerHTML: raw HTML in an answer is shown as the text
 * it is, and links open only addresses that `safeLink` lets through.
 */
export function createRenderer(code: CodeComponent) {
  function renderAll(tokens: readonly Token[] | undefined): VNodeChild[] {
    return (tokens ?? []).map((token) => render(token));
  }

  function render(generic: Token, open = false): VNodeChild {
    const token = generic as MarkedToken;
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
        return h('blockquote', { dir: 'auto' }, renderAll(token.tokens));
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
      case 'link':
        return renderLink(token.href, renderAll(token.tokens));
      case 'image':
        // An image would tell a stranger's server who reads what: it is offered as a link instead.
        return renderLink(token.href, [token.text || token.href]);
      case 'html':
        return token.text;
      case 'space':
      case 'def':
        return null;
    }
    return (generic as { raw: string }).raw;
  }

  function renderLink(href: string, children: VNodeChild[]): VNodeChild {
    const safe = safeLink(decodeEntities(href));
    if (!safe) return h('span', children);
    return h('a', { href: safe, target: '_blank', rel: 'noopener noreferrer nofollow' }, children);
  }

  function renderList({ ordered, start, items }: Tokens.List): VNodeChild {
    return h(
      ordered ? 'ol' : 'ul',
      { dir: 'auto', ...(ordered && start !== 1 && start !== '' ? { start } : {}) },
      items.map((item) =>
        h('li', { class: item.task ? 'task' : undefined }, renderAll(item.tokens)),
      ),
    );
  }

  function renderTable({ header, rows, align }: Tokens.Table): VNodeChild {
    const cells = (tag: 'th' | 'td', row: readonly Tokens.TableCell[]) =>
      row.map((cell, column) =>
        h(tag, { dir: 'auto', style: align[column] ? { textAlign: align[column] } : undefined }, [
          renderAll(cell.tokens),
        ]),
      );
    return h('div', { class: 'table-scroll', tabindex: 0, role: 'group' }, [
      h('table', [
        h('thead', h('tr', cells('th', header))),
        h(
          'tbody',
          rows.map((row) => h('tr', cells('td', row))),
        ),
      ]),
    ]);
  }

  return { render };
}
