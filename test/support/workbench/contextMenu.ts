import type { Locator } from 'playwright-core';

/** Milliseconds that a menu gets to close after a click on one of its entries. */
const patience = 1000;
const attempts = 5;

/** Opens a menu. A row that is drawn anew under the pointer swallows the click that was to open one, so it is repeated. */
export async function openMenu(menu: Locator, click: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await click();
    const open = await menu.waitFor({ timeout: 3 * patience }).then(
      () => true,
      () => false,
    );
    if (open) return;
  }
  throw new Error('No menu opens.');
}

/** Chooses an entry of an open menu. VS Code takes no click for a moment after a menu opened, so it is repeated until the menu closes. */
export async function chooseEntry(menu: Locator, title: string): Promise<void> {
  const entry = menu.locator('.action-label').getByText(title, { exact: true });
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await entry.click();
    const closed = await menu.waitFor({ state: 'hidden', timeout: patience }).then(
      () => true,
      () => false,
    );
    if (closed) return;
  }
  throw new Error(`The menu stays open after "${title}" was chosen.`);
}
