import type { Page } from 'playwright-core';

/** What the dashboard's page is made of, as Vue leaves it on its root. */
interface Rooted extends Element {
  readonly __vue_app__?: {
    readonly config: {
      readonly globalProperties: { $router: { push(to: string): Promise<unknown> } };
    };
    readonly _context: { readonly provides: { VUE_QUERY_CLIENT: { isFetching(): number } } };
  };
}

/** Waits until the dashboard's page shows all that it has asked for. */
export const settled = (page: Page): Promise<void> => go(page, null);

/** Goes to another place inside the dashboard, as a press of a link does, and waits until all of it is there. */
export const goInside = (page: Page, to: string): Promise<void> => go(page, to);

async function go(page: Page, to: string | null): Promise<void> {
  await page.locator('#app main').waitFor();
  await page.evaluate(async (address) => {
    const app = document.querySelector<Rooted>('#app')?.__vue_app__;
    if (!app) throw new Error('No page of the dashboard is open.');
    if (address !== null) await app.config.globalProperties.$router.push(address);
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    for (let still = 0; still < 2; still++) {
      await frame();
      const asks = app._context.provides.VUE_QUERY_CLIENT.isFetching() > 0;
      if (asks || document.querySelector('main [aria-busy="true"]')) still = -1;
    }
  }, to);
}
