// For tests that need another view of the file system: node invokeUnseen.ts FOLDER, in a mount namespace in which FOLDER is
// another one than the engine's. Prints what two invocations came to, with a change in between.
import { openLocalWorld } from './localWorld.ts';

const [, , place = ''] = process.argv;
const world = await openLocalWorld({}, place);
try {
  const code = 'import shared\ndef handler(event, context): return [1, shared.NAME]\n';
  await world.write('app.py', code);
  await world.write('layer/shared.py', 'NAME = "layer"\n');
  const source = world.source({ local: { layers: ['layer'] }, environment: { PYTHONPATH: '/opt' } });
  const first = await world.invoke(source);
  const warm = await world.invoke(source);
  await world.write('app.py', code.replace('1', '2'));
  const second = await world.invoke(source);
  console.log(JSON.stringify([first, warm, second].map(({ payload, start }) => [payload, start])));
} finally {
  await world[Symbol.asyncDispose]();
}
