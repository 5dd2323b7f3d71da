import type { Locator, Page } from 'playwright-core';
import { copyText, readLines } from './pageText.mjs';

/** The editor that has the focus, and the problems of the workspace. */
export class Editor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until the active tab has this name. */
  async waitForTab(name: string | RegExp, timeout = 30_000): Promise<void> {
    await this.#page.locator('.part.editor .tab.active').filter({ hasText: name }).waitFor({ timeout });
  }

  tabs(): Promise<string[]> {
    return this.#page.locator('.part.editor .tab .label-name').allInnerTexts();
  }

  /** The lines drawn now: those in view, top to bottom, with plain blanks. */
  async visibleText(): Promise<string> {
    const lines = await this.#active.locator('.view-line').evaluateAll(readLines);
    return lines.join('\n');
  }

  /** Waits until a line in view holds the text. */
  async waitForText(text: string | RegExp, timeout = 30_000): Promise<void> {
    await this.#active.locator('.view-line').filter({ hasText: text }).first().waitFor({ timeout });
  }

  /** The same in whichever editor is open: what opens beside leaves the focus where it was. */
  async waitForTextAnywhere(text: string | RegExp, timeout = 30_000): Promise<void> {
    const lines = this.#page.locator('.part.editor .view-line');
    await lines.filter({ hasText: text }).first().waitFor({ timeout });
  }

  /**
   * Follows the last link to a file of the workspace, to its line; a click that leads only to the file is made again.
   *
   * @param text of the link
   */
  async followFrame(file: string, line: number, text = file): Promise<void> {
    const link = this.#page.locator('.part.editor .detected-link', { hasText: text }).last();
    const place = this.#page.locator('.statusbar-item', { hasText: `Ln ${line}` });
    for (let attempt = 1; ; attempt++) {
      await link.click({ modifiers: ['Control'] });
      await this.waitForTab(file);
      const there = await place.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (there) return;
      if (attempt >= 3) throw new Error(`The link does not lead to line ${line} of ${file}.`);
    }
  }

  /** Replaces all of the text and saves. It is pasted: what is typed the editor completes with brackets of its own. */
  async replaceAll(text: string): Promise<void> {
    await this.#active.locator('.view-lines').click();
    await this.#page.keyboard.press('Control+A');
    await this.#page.evaluate(copyText, text);
    await this.#page.keyboard.press('Control+V');
    await this.#page.keyboard.press('Control+S');
    await this.#page.locator('.part.editor .editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** Presses a button of the editor's title bar, by its tooltip. */
  async pressTitleButton(title: string): Promise<void> {
    await this.#page
      .locator('.part.editor .editor-actions')
      .getByRole('button', { name: title })
      .first()
      .click();
  }

  /** Opens the Problems panel and waits for one that holds the text; returns its whole line with the position. */
  async waitForProblem(text: string | RegExp, timeout = 30_000): Promise<string> {
    const panel = this.#page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.#page.keyboard.press('Control+Shift+M');
    const problem = panel.locator('.monaco-list-row').filter({ hasText: text }).first();
    await problem.waitFor({ timeout });
    return (await problem.innerText()).replace(/\s+/g, ' ');
  }

  get #active(): Locator {
    return this.#page.locator('.part.editor .editor-group-container.active .monaco-editor').first();
  }
}
