// Runs inside an extension host where our extension is developed. Reports by how many megabytes the host's heap has grown
// from its 100th to its 1,100th invocation.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { smallFunctions } from './localFunctions.ts';
import { LocalWorkspace } from './localWorkspace.ts';
import { quiet } from './quiet.ts';

const [name] = smallFunctions;
const first = 100;
const last = 1_100;
const megabyte = 1024 * 1024;

/** Bytes in use when all that nobody holds is gone. */
async function heapInUse(): Promise<number> {
  // What was drawn is let go of when the window has drawn it.
  await quiet();
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
  return process.memoryUsage().heapUsed;
}

/** Called by VS Code. */
export async function run(): Promise<void> {
  const megabytes = await LocalWorkspace.use(async (workspace) => {
    await workspace.invoke(name, 'cold');
    for (let call = 2; call <= first; call++) await workspace.invoke(name, 'warm');
    const before = await heapInUse();
    for (let call = first + 1; call <= last; call++) await workspace.invoke(name, 'warm');
    return ((await heapInUse()) - before) / megabyte;
  });
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify({ host_growth_mb: [megabytes] }));
}
