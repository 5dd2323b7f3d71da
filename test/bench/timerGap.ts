import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const period = 5;

/**
 * The longest time, in milliseconds, between two ticks of a 5 ms timer of this thread while `work` runs: how long
 * anything else in this thread would have had to wait.
 */
async function longestTimerGap(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(tick, period);
  try {
    await work();
    tick();
  } finally {
    clearInterval(timer);
  }
  return longest;
}

/** The same beside two threads that do nothing but compute for `milliseconds`: what the machine itself costs. */
async function longestGapBesideBusyThreads(milliseconds: number): Promise<number> {
  const script = `const end = Date.now() + ${milliseconds}; while (Date.now() < end);`;
  return longestTimerGap(async () => {
    const ended = [1, 2].map(() => {
      const worker = new Worker(script, { eval: true, env: {} });
      return new Promise((resolve) => worker.once('exit', resolve));
    });
    await Promise.all(ended);
    await delay(0);
  });
}

/**
 * One sample of `package_block_ms`, in milliseconds: what packaging adds to the longest gap that busy threads cause anyway, at least 0.
 * The busy threads run for as long as packaging took. Imports nothing of the project, so it runs in any host.
 */
export async function packageBlock(packageOnce: () => Promise<void>): Promise<number> {
  const started = performance.now();
  const packaging = await longestTimerGap(packageOnce);
  const busy = await longestGapBesideBusyThreads(performance.now() - started);
  return Math.max(0, packaging - busy);
}
