// Runs inside an extension host where our extension is developed. Reports how much of a processor three standbys cost while
// nobody invokes anything, in percent, less what the same window used before the first of them was started.
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { docker } from './dockerTool.ts';
import { largeFunction, smallFunctions } from './localFunctions.ts';
import { LocalWorkspace } from './localWorkspace.ts';
import { fileWatchers, processTime } from './processTime.ts';
import { quiet } from './quiet.ts';

/** Milliseconds that are watched, with standbys as without. */
const watched = 60_000;
/** Milliseconds in which a new window does what it does only once: in the control it would hide what standbys cost. */
const windowOpening = 20_000;
/** One has 7,000 files, all of whose folders are watched. */
const names = [smallFunctions[0], smallFunctions[1], largeFunction];

/** Percent of one processor that this host, what it started, VS Code's watcher and the containers use. */
async function idleUse(workspace: LocalWorkspace): Promise<number> {
  // What the last invocation, or the start of the window, left to do.
  await quiet();
  const ids = await workspace.containers();
  const inspected = ids.length === 0 ? '' : await docker(['inspect', '--format', '{{.State.Pid}}', ...ids]);
  const inside = inspected.split('\n').filter((pid) => pid !== '');
  const roots = [process.pid, ...(await fileWatchers()), ...inside.map(Number)];
  const before = await processTime(roots);
  const started = performance.now();
  await delay(watched);
  const used = (await processTime(roots)) - before;
  return (used * 100_000) / (performance.now() - started);
}

/** Called by VS Code. */
export async function run(): Promise<void> {
  const percent = await LocalWorkspace.use(async (workspace) => {
    await delay(windowOpening);
    const control = await idleUse(workspace);
    for (const name of names) {
      await workspace.invoke(name, 'cold');
      await workspace.standbyReady(name);
    }
    return (await idleUse(workspace)) - control;
  });
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify({ standby_idle_cpu_percent: [percent] }));
}
