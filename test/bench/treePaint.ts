import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient, Runtime } from '@aws-sdk/client-lambda';
import { awsTestClients } from '../support/awsTestClients.ts';
import { startMinistack } from '../support/ministack.ts';
import { seedFunctions } from '../support/seededAccount.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { alternatingPairs } from './benchmark.ts';
import { revealAndWait } from './revealView.mjs';

/** Rows of the first page of ListFunctions. */
const firstPage = 50;
const nameOf = (index: number) => `f${String(index).padStart(4, '0')}`;

/** A window on an account of its own; `paint` is one sample. */
class PaintedAccount {
  readonly #workbench: Workbench;
  readonly #lambda: LambdaClient;
  readonly #last: string;
  #runtime: Runtime = 'python3.13';

  private constructor(workbench: Workbench, lambda: LambdaClient, count: number) {
    this.#workbench = workbench;
    this.#lambda = lambda;
    this.#last = nameOf(Math.min(count, firstPage) - 1);
  }

  static async open(count: number, cleanUp: AsyncDisposableStack): Promise<PaintedAccount> {
    const ministack = await startMinistack();
    cleanUp.defer(() => ministack.stop());
    const clients = awsTestClients(ministack.url);
    cleanUp.defer(() => clients.destroy());
    await seedFunctions(
      clients.lambda,
      Array.from({ length: count }, (_, index) => nameOf(index)),
    );
    const workbench = await openWorkbench({
      settings: {
        'lambdaWorkbench.connection.endpoint': ministack.url,
        'lambdaWorkbench.connection.region': 'us-east-1',
      },
      environment: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    });
    cleanUp.defer(() => workbench.close());
    // Tall enough for every row of the page: the window makes no element of a row that nobody sees.
    await workbench.page.setViewportSize({ width: 1200, height: 1900 });
    await workbench.views.open();
    await workbench.views.toggle('Workspace');
    await workbench.views.toggle('Invocations');
    return new PaintedAccount(workbench, clients.lambda, count);
  }

  /**
   * Hides the view, forgets what it read, and reveals it.
   *
   * @returns milliseconds from the click that reveals it until the last row of the first page is drawn. That row tells of
   * a change that was made meanwhile: an older drawing does not count.
   */
  async paint(): Promise<number> {
    const { page, palette, explorer } = this.#workbench;
    await explorer.show();
    this.#runtime = this.#runtime === 'python3.13' ? 'python3.12' : 'python3.13';
    await this.#lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: this.#last, Runtime: this.#runtime }),
    );
    await palette.run('Lambda: Refresh Functions');
    await page.waitForTimeout(1_000);
    return page.evaluate(revealAndWait, { last: this.#last, runtime: this.#runtime });
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
