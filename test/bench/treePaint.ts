import { awsTestClients } from '../support/awsTestClients.ts';
import { startMinistack } from '../support/ministack.ts';
import { seedFunctions } from '../support/seededAccount.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { alternatingPairs } from './benchmark.ts';
import { revealAndWait } from './revealView.mjs';

/** Tall enough for every row of the page: the window makes no element of a row that nobody sees. */
const viewport = { width: 1200, height: 3600 };

/** Rows of the first page of ListFunctions. */
const firstPage = 50;
const nameOf = (index: number) => `f${String(index).padStart(4, '0')}`;

/** A window on an account of its own; `paint` is one sample. */
class PaintedAccount {
  readonly #workbench: Workbench;
  readonly #address: string;
  readonly #last: string;

  private constructor(workbench: Workbench, address: string, count: number) {
    this.#workbench = workbench;
    this.#address = address;
    this.#last = nameOf(Math.min(count, firstPage) - 1);
  }

  static async open(count: number, cleanUp: AsyncDisposableStack): Promise<PaintedAccount> {
    const ministack = await startMinistack();
    cleanUp.defer(() => ministack.stop());
    const clients = awsTestClients(ministack.url);
    await seedFunctions(
      clients.lambda,
      Array.from({ length: count }, (_, index) => nameOf(index)),
    );
    clients.destroy();
    const workbench = await openWorkbench({
      settings: {
        'lambdaWorkbench.connection.endpoint': ministack.url,
        'lambdaWorkbench.connection.region': 'us-east-1',
      },
      environment: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    });
    cleanUp.defer(() => workbench.close());
    const address = workbench.page.url();
    // One window at a time.
    await workbench.page.close();
    return new PaintedAccount(workbench, address, count);
  }

  /**
   * Opens a new window, without any state of another one, and reveals the view for the first time in it: nothing was read
   * or drawn before.
   *
   * @returns milliseconds from the click that reveals it until the last row of the first page is drawn
   */
  async paint(): Promise<number> {
    const browser = this.#workbench.page.context().browser();
    if (browser === null) throw new Error('The window has no browser.');
    await using context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(this.#address);
    await page.locator('.part.sidebar .monaco-list-row').first().waitFor();
    await page.locator('.statusbar-item', { hasText: 'us-east-1' }).waitFor();
    await page.waitForTimeout(500);
    return await page.evaluate(revealAndWait, { last: this.#last, runtime: 'python3.13' });
  }
}

/** Revealing the view of an account with 1,000 functions, divided by one with 10. */
export async function measureTreePaint(): Promise<number[]> {
  await using cleanUp = new AsyncDisposableStack();
  const many = await PaintedAccount.open(1_000, cleanUp);
  const few = await PaintedAccount.open(10, cleanUp);
  return await alternatingPairs(
    () => many.paint(),
    () => few.paint(),
  );
}
