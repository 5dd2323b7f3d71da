import type { Locator, Page } from 'playwright-core';

/** Modal dialogs. */
export class Dialogs {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a modal dialog; returns its message and detail. */
  async waitFor(timeout = 30_000): Promise<string> {
    await this.#box.waitFor({ timeout });
    return this.#box.locator('.dialog-message-row').innerText();
  }

  /** Message and detail of the one that is open; empty when none is. */
  async text(): Promise<string> {
    return (await this.isOpen()) ? this.#box.locator('.dialog-message-row').innerText() : '';
  }

  isOpen(): Promise<boolean> {
    return this.#box.isVisible();
  }

  buttons(): Promise<string[]> {
    return this.#box.locator('.dialog-buttons .monaco-button').allInnerTexts();
  }

  async press(button: string): Promise<void> {
    await this.#box.getByRole('button', { name: button, exact: true }).click();
    await this.#box.waitFor({ state: 'hidden' });
  }
}
