import type { Locator, Page } from 'playwright-core';

type TextPattern = string | RegExp;

/** Toasts in the corner, as a person sees them. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits for a toast with this text; returns all of its message. */
  async waitFor(text: TextPattern, timeout = 30_000): Promise<string> {
    const toast = this.#toast(text);
    await toast.waitFor({ timeout });
    return toast.locator('.notification-list-item-message').innerText();
  }

  /** Messages of the toasts shown now. */
  texts(): Promise<string[]> {
    return this.#page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Labels of the buttons of the toast with this text. */
  buttons(text: TextPattern): Promise<string[]> {
    return this.#toast(text)
      .locator('.notification-list-item-buttons-container .monaco-button')
      .allInnerTexts();
  }

  async press(text: TextPattern, button: string): Promise<void> {
    await this.#toast(text).getByRole('button', { name: button, exact: true }).click();
  }

  /** Presses the cancel button of a progress notification. */
  async cancel(text: TextPattern): Promise<void> {
    await this.press(text, 'Cancel');
  }

  async dismissAll(): Promise<void> {
    const toasts = this.#page.locator('.notification-toast');
    while ((await toasts.count()) > 0) {
      // A toast may go by itself while the pointer is on its way to it.
      const dismissed = await toasts
        .first()
        .hover({ timeout: 2000 })
        .then(() => toasts.first().locator('.codicon-notifications-clear').click({ timeout: 2000 }))
        .catch((error: unknown) => error);
      if (dismissed instanceof Error && dismissed.name !== 'TimeoutError') throw dismissed;
    }
  }

  #toast(text: TextPattern): Locator {
    return this.#page.locator('.notification-toast').filter({ hasText: text }).first();
  }
}
