import type { Page } from 'playwright-core';

/** What has the focus, as somebody at the keyboard sees it. */
export interface Focus {
  /** Its label or text; of the browser's own controls and of frames there is none. */
  readonly name: string | undefined;
  /** An outline is drawn around it, or around the label that stands for it. A shadow that is always there says nothing. */
  readonly isMarked: boolean;
  /** Something that stays, such as a bar at the edge, lies over it. A toast goes by itself. */
  readonly isCovered: boolean;
}

export const focusOf = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement;
    if (element === document.body || element.tagName === 'IFRAME')
      return { name: undefined, isMarked: true, isCovered: false };
    const label = element.labels?.[0] ?? element.closest('label');
    const isOutlined = (marked: Element | null): boolean => {
      if (!marked) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(marked);
      return outlineStyle !== 'none' && outlineWidth !== '0px';
    };
    const { left, top, width, height } = element.getBoundingClientRect();
    const onTop = document
      .elementsFromPoint(left + width / 2, top + height / 2)
      .find((there) => !there.closest('[aria-live]'));
    return {
      name: (element.ariaLabel || label?.innerText || element.innerText || '').trim(),
      isMarked: isOutlined(element) || isOutlined(element.closest('label')),
      isCovered: !onTop || !(element.contains(onTop) || onTop.contains(element)),
    };
  });
