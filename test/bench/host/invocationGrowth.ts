// Runs inside an extension host where our extension is developed. Reports by how many megabytes the host's heap has grown
// from its 100th to its 1,100th invocation.
import { writeFileSync } from 'node:fs';
import { collectedHeap } from './collectedHeap.ts';
import { smallFunctions } from './localFunctions.ts';
import { LocalWorkspace } from './localWorkspace.ts';

const [name] = smallFunctions;
const first = 100;
const last = 1_100;
const megabyte = 1024 * 1024;

/** Called by VS Code. */
export async function run(): Promise<void> {
  const megabytes = await LocalWorkspace.use(async (workspace) => {
    await workspace.invoke(name, 'cold');
    for (let call = 2; call <= first; call++) await workspace.invoke(name, 'warm');
    const before = await collectedHeap();
    for (let call = first + 1; call <= last; call++) await workspace.invoke(name, 'warm');
    return ((await collectedHeap()) - before) / megabyte;
  });
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify({ host_growth_mb: [megabytes] }));
}
