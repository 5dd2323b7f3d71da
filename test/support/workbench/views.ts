import type { Locator, Page } from 'playwright-core';
import { chooseEntry, openMenu } from './contextMenu.ts';

/** The views of the activity bar's container "Lambda". */
export class Views {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Brings the container into view. */
  async open(): Promise<void> {
    const tab = this.#page
      .locator('.activitybar .action-item')
      .filter({ has: this.#page.getByLabel('Lambda', { exact: true }) });
    if (
      (await tab.getAttribute('aria-selected')) !== 'true' &&
      !(await this.#section('Workspace').isVisible())
    )
      // Without the pointer: the tab's tooltip would lie over the rows, and stay there on a slow machine.
      await tab.locator('.action-label').dispatchEvent('click');
    await this.#section('Workspace').waitFor();
  }

  /** Folds a view to its title, or opens it. */
  async toggle(view: string): Promise<void> {
    await this.#section(view).locator('.pane-header').click();
  }

  /** Opens or closes a row, and waits for a row that is then below it. */
  async expand(view: string, label: string): Promise<void> {
    const row = this.row(view, label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    // Takes away the tooltip of what the pointer was on: that of the container's tab lies over the first rows.
    await row.hover({ force: true });
    await row.locator('.monaco-tl-twistie').click();
  }

  async collapse(view: string, label: string): Promise<void> {
    const row = this.row(view, label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'true') await row.locator('.monaco-tl-twistie').click();
  }

  /** The first row of a label; `description` narrows it down. */
  row(view: string, label: string | RegExp, description?: string | RegExp): Locator {
    return this.rows(view, label, description).first();
  }

  rows(view: string, label: string | RegExp, description?: string | RegExp): Locator {
    const rows = this.#section(view).locator('.monaco-list-row');
    const named = rows.filter({ has: this.#page.locator('.label-name').filter({ hasText: label }) });
    return description === undefined
      ? named
      : named.filter({ has: this.#page.locator('.label-description').filter({ hasText: description }) });
  }

  /** Presses an inline button of a row, by its title. */
  async pressInline(view: string, label: string, title: string): Promise<void> {
    const row = this.row(view, label);
    await row.hover();
    await row.getByRole('button', { name: title }).first().click();
  }

  /** Chooses an entry of a row's context menu. */
  async choose(view: string, label: string | RegExp, title: string): Promise<void> {
    const menu = this.#page.locator('.monaco-menu').last();
    await openMenu(menu, () => this.row(view, label).click({ button: 'right' }));
    await chooseEntry(menu, title);
  }

  /** The text of a view while it has no rows. */
  async welcome(view: string): Promise<string> {
    return this.#section(view).locator('.welcome-view-content').innerText();
  }

  #section(view: string): Locator {
    return this.#page
      .locator('.pane')
      .filter({ has: this.#page.locator('.pane-header .title').getByText(view, { exact: true }) });
  }
}
