import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inRoot } from '../../../scripts/paths.mjs';
import { readPage } from './pageText.mjs';

/** Where screenshots go, each with the text of its page beside it for the secret scan. */
const screenshotFolder = inRoot('test', 'e2e', 'screenshots');

/**
 * Saves what a person sees now.
 * @returns everything readable on the page: text, tooltips, labels and what fields hold, also inside shadow trees
 */
export async function saveScreenshot(page: Page, name: string): Promise<string> {
  await mkdir(screenshotFolder, { recursive: true });
  await page.screenshot({ path: path.join(screenshotFolder, `${name}.png`) });
  const text = await textOf(page);
  await writeFile(path.join(screenshotFolder, `${name}.txt`), text);
  return text;
}

async function textOf(page: Page): Promise<string> {
  const frames = await Promise.all(page.frames().map((frame) => frame.evaluate(readPage).catch(() => '')));
  return frames.join('\n');
}
