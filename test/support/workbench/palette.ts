import type { Locator, Page } from 'playwright-core';

/** Quick input: the command palette, quick picks and input boxes. */
export class Palette {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget:visible');
  }

  /** Runs a command by the title a person reads, such as `Lambda: Deploy Function…`. Waits until the palette has it. */
  async run(title: string): Promise<void> {
    const row = this.#row(title).first();
    await this.#search(title, row);
    await row.click();
  }

  /** Titles that the palette offers for a text, such as `Lambda:`. */
  async commandsMatching(text: string): Promise<string[]> {
    await this.#search(text, this.#widget.locator('.label-name').filter({ hasText: text }).first());
    const titles = await this.labels();
    await this.#page.keyboard.press('Escape');
    return titles;
  }

  /** A window that has just opened does not know the extension's commands yet, so the palette is asked again. */
  async #search(text: string, expected: Locator): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      await this.#page.keyboard.press('F1');
      await this.#input.fill(`>${text}`);
      const found = await expected.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (found) return;
      if (Date.now() > deadline) throw new Error(`The palette has no command "${text}".`);
      await this.#page.keyboard.press('Escape');
    }
  }

  /** Opens a file of the workspace, by its path in it. */
  async openFile(file: string): Promise<void> {
    await this.#page.keyboard.press('Control+P');
    await this.#input.fill(file);
    const name = file.slice(file.lastIndexOf('/') + 1);
    const folder = file.slice(0, -name.length - 1);
    // Rows of what was opened before come first and may have the same name.
    await this.#row(name).filter({ hasText: folder }).first().click();
    await this.#page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.#page
      .locator('.editor-group-container.active .view-line')
      .first()
      .waitFor({ state: 'attached' });
  }

  /** Chooses the row with this label in the quick pick that is open or about to open. */
  async pick(label: string): Promise<void> {
    await this.#row(label).first().click();
  }

  /** Answers an input box. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
    await this.#page.keyboard.press('Enter');
  }

  /** Takes the rows that are chosen in a quick pick of many. */
  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** Goes a step back in a multi-step input. */
  async back(): Promise<void> {
    await this.#widget.locator('.quick-input-titlebar [aria-label^="Back"]').click();
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
  }

  /** Waits for a quick input whose title holds the text, and returns the whole title (with its step count). */
  async waitForTitle(text: string): Promise<string> {
    const title = this.#widget.locator('.quick-input-title', { hasText: text });
    await title.waitFor();
    return title.innerText();
  }

  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute('placeholder')) ?? '';
  }

  /** What the input box says about the text typed so far. */
  async validationMessage(): Promise<string> {
    return this.#widget.locator('.quick-input-message').innerText();
  }

  /** Labels of the rows now shown (a long list draws only some). */
  labels(): Promise<string[]> {
    return this.#widget.locator('.quick-input-list-entry .label-name').allInnerTexts();
  }

  get #input(): Locator {
    return this.#widget.locator('.quick-input-box input');
  }

  #row(label: string): Locator {
    const exact = this.#page.locator('.label-name').getByText(label, { exact: true });
    return this.#widget.locator('.quick-input-list .monaco-list-row').filter({ has: exact });
  }
}
