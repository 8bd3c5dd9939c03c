import type { Page } from 'playwright-core';

/** Writes a message on the chat page and sends it; the label of the field is in the page's language. */
export async function say(page: Page, text: string, label = 'Message'): Promise<void> {
  const field = page.getByRole('textbox', { name: label });
  await field.fill(text);
  await field.press('Enter');
}
