import type { Locator, Page } from 'playwright-core';
import { chooseEntry } from './contextMenu.ts';

/** How often a folder is clicked that does not open, and milliseconds between. */
const attempts = 5;
const patience = 2_000;

/** The file explorer and its context menu. Files are named by their path in the workspace. */
export class Explorer {
  readonly #page: Page;
  readonly #folder: string;

  constructor(page: Page, folder: string) {
    this.#page = page;
    this.#folder = folder;
  }

  /** Brings the explorer into view. */
  async show(): Promise<void> {
    await this.#page.keyboard.press('Control+Shift+E');
    await this.#page.locator('.explorer-folders-view').waitFor();
  }

  /** Opens a file with a click. */
  async open(path: string): Promise<void> {
    await (await this.#reveal(path)).dblclick();
  }

  /** Titles in the context menu of a file or folder, top to bottom. */
  async menuOf(path: string): Promise<string[]> {
    const menu = await this.#openMenu(path);
    const titles = await menu.locator('.action-label').allInnerTexts();
    await this.#page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    return titles.filter((title) => title !== '');
  }

  /** Waits until the context menu of a file or folder has this entry: the extension may just be starting. */
  async waitForEntry(path: string, title: string, timeout = 20_000): Promise<void> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const titles = await this.menuOf(path);
      if (titles.includes(title)) return;
      if (Date.now() > deadline)
        throw new Error(`The menu of ${path} has no "${title}": ${titles.join(', ')}`);
    }
  }

  /** Opens the context menu of a file or folder and chooses an entry, once it has it. */
  async choose(path: string, title: string): Promise<void> {
    await this.waitForEntry(path, title);
    const menu = await this.#openMenu(path);
    await chooseEntry(menu, title);
  }

  async #openMenu(path: string): Promise<Locator> {
    await (await this.#reveal(path)).click({ button: 'right' });
    const menu = this.#page.locator('.monaco-menu').last();
    await menu.waitFor();
    return menu;
  }

  /** Opens the folders on the way and returns the row. */
  async #reveal(path: string): Promise<Locator> {
    const names = path.split('/');
    for (let depth = 1; depth < names.length; depth++) {
      await this.#expand(names.slice(0, depth));
    }
    const row = this.#row(names);
    await row.waitFor();
    return row;
  }

  /** Clicks until it is open: files that are just being found move the rows under the pointer. */
  async #expand(names: readonly string[]): Promise<void> {
    const row = this.#row(names);
    const open = this.#row(names, '[aria-expanded="true"]');
    await row.waitFor();
    for (let attempt = 1; !(await open.isVisible()); attempt++) {
      await row.click();
      await open.waitFor(attempt < attempts ? { timeout: patience } : {}).catch((error: unknown) => {
        if (attempt === attempts) throw error;
      });
    }
  }

  #row(names: readonly string[], state = ''): Locator {
    const path = `${this.#folder}/${names.join('/')}`;
    // A decoration (an error, a change in git) follows the path after a bullet.
    const label = this.#page.locator(
      `.explorer-item[aria-label="${path}"], .explorer-item[aria-label^="${path} •"]`,
    );
    return this.#page.locator(`.explorer-folders-view .monaco-list-row${state}`).filter({ has: label });
  }
}
