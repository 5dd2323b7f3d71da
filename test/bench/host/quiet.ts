import { setTimeout as delay } from 'node:timers/promises';

const period = 50;
const ticksInARow = 20;
const longestLag = 5;
const patience = 20_000;

/**
 * Resolves when the extension host and the machine have had nothing else to do for a second: a window that has just
 * opened is still busy. Gives up waiting after 20 s, as a machine that is never idle is measured as it is.
 */
export async function quiet(): Promise<void> {
  const end = performance.now() + patience;
  let inTime = 0;
  while (inTime < ticksInARow && performance.now() < end) {
    const started = performance.now();
    await delay(period);
    inTime = performance.now() - started - period > longestLag ? 0 : inTime + 1;
  }
}
