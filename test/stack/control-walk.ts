import { dashboardRoutes, type AnyRoute, type UserRole } from '@koi/contracts';
import type { Page } from 'playwright-core';

/** Marks in the page's own world: what it has asked for, and how many answers it still waits for. */
interface Watched {
  asked: string[];
  waiting: number;
  /** True: requests that would change something are answered 403 and never leave the page. */
  holdBack: boolean;
}

/** Has every page of a tab remember which requests it makes; call it before its first one. */
export async function watchRequests(page: Page, holdBack = false): Promise<void> {
  await page.addInitScript((hold: boolean) => {
    const real = globalThis.fetch;
    const state: Watched = { asked: [], waiting: 0, holdBack: hold };
    Object.assign(globalThis, { koiWatched: state });
    globalThis.fetch = async (input, init) => {
      const method = init?.method ?? 'GET';
      const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
      state.asked.push(`${method} ${pathname}`);
      if (state.holdBack && method !== 'GET')
        return Response.json(
          {
            type: 'about:blank',
            title: 'No',
            status: 403,
            code: 'forbidden',
            detail: 'Held back.',
          },
          { status: 403, headers: { 'content-type': 'application/problem+json' } },
        );
      state.waiting++;
      try {
        return await real(input, init);
      } finally {
        state.waiting--;
      }
    };
  }, holdBack);
}

/**
 * Uses every control of the page that is on, and of the dialogs they open: buttons, switches and choices. Answers what the
 * page has asked for since it was opened, files that it offers included, and where its links led at first.
 */
export function useEveryControl(page: Page): Promise<{ requests: string[]; links: string[] }> {
  return page.evaluate(async () => {
    const state = (globalThis as unknown as { koiWatched: Watched }).koiWatched;
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    const settled = async (): Promise<void> => {
      for (let still = 0; still < 3; still++) {
        await frame();
        if (state.waiting > 0 || document.querySelector('main [aria-busy="true"]')) still = -1;
      }
    };
    const controls = 'button, [role="switch"], select, input[type="checkbox"], input[type="radio"]';
    const isOff = (element: Element): boolean =>
      element.matches(':disabled') || element.getClientRects().length === 0;
    const used = new Set<string>();
    const next = (): HTMLElement | undefined => {
      const counts = new Map<string, number>();
      const dialog = document.querySelector('[role="dialog"]');
      for (const element of (
        dialog ??
        document.querySelector('main') ??
        document.body
      ).querySelectorAll<HTMLElement>(controls)) {
        // Twenty rows have the same button; the first two speak for them.
        const name = `${dialog ? 'dialog ' : ''}${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
        const nth = (counts.get(name) ?? 0) + 1;
        counts.set(name, nth);
        const key = `${name} ${nth}`;
        if (nth > 2 || used.has(key) || isOff(element)) continue;
        used.add(key);
        return element;
      }
      return undefined;
    };
    await settled();
    const here = (): string[] =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')].map(
        ({ pathname }) => pathname,
      );
    const links = here();
    while (used.size < 400) {
      let element = next();
      if (!element) {
        await settled();
        element = next();
      }
      if (!element) {
        if (!document.querySelector('[role="dialog"]')) break;
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }),
        );
        await settled();
        if (document.querySelector('[role="dialog"]')) throw new Error('A dialog stays open.');
      } else if (element instanceof HTMLSelectElement) {
        element.selectedIndex = (element.selectedIndex + 1) % element.options.length;
        element.dispatchEvent(new Event('change', { bubbles: true }));
      } else element.click();
      // What it opens is there by then; what it asks for is noted when it is asked.
      await new Promise((resolve) => setTimeout(resolve));
    }
    // A file is asked for by the browser itself, once its link is pressed.
    const files = [...links, ...here()].filter((path) => path.startsWith('/api/'));
    return { requests: [...state.asked, ...files.map((path) => `GET ${path}`)], links };
  });
}

/** The name of the route that a request is for. */
function routeOf(request: string): [string, AnyRoute & { roles: unknown }] | undefined {
  return Object.entries(dashboardRoutes).find(([, { method, path }]) =>
    new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(request),
  );
}

/** Names of the routes among some requests that a role may not call. */
export const refusedTo = (role: UserRole, requests: readonly string[]): string[] => [
  ...new Set(
    requests.flatMap((request) => {
      const [name, route] = routeOf(request) ?? [];
      if (!name || !route) return [];
      const { roles } = route;
      return roles === 'anyone' || (roles as readonly string[]).includes(role) ? [] : [name];
    }),
  ),
];

/** Opens a page and waits for its heading. */
export async function openPlace(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/**
 * Uses every control of one page of each kind that links lead to, and of those that are reached by typing alone. Answers
 * what each has asked for, by its address.
 */
export async function useEveryPage(page: Page, origin: string): Promise<Map<string, string[]>> {
  const shapeOf = (path: string): string => path.replaceAll(/[0-9a-f-]{36}/g, ':id');
  const waiting = ['/', '/users', '/models/new', '/chatbots/new'];
  const seen = new Set<string>();
  const asked = new Map<string, string[]>();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(shapeOf(path))) continue;
    seen.add(shapeOf(path));
    await openPlace(page, origin + path);
    const { requests, links } = await useEveryControl(page);
    asked.set(path, requests);
    waiting.push(...links.filter((link) => !link.startsWith('/api/')));
  }
  return asked;
}
