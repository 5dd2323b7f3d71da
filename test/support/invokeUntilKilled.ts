// For tests that need another process: node invokeUntilKilled.ts invokes a function that sleeps, says so, and is killed then.
import { openLocalWorld } from './localWorld.ts';

const world = await openLocalWorld();
await world.write('app.py', 'import time\ndef handler(event, context): time.sleep(60)\n');
const source = world.source({ timeout: 90 });
await world.invoker.prepare(source);
await world.invoke(source, {
  onLine: ({ text }) => {
    if (text.startsWith('START')) console.log(`running in ${world.folder}`);
  },
});
