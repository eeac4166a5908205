import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** Saves what an element shows, through its menu. */
export async function download(page: Page, element: string, format: 'CSV' | 'JSON'): Promise<{ name: string; content: string }> {
  await page.locator(element).getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator(element).getByRole('button', { name: format }).click()]);
  return { name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8') };
}
