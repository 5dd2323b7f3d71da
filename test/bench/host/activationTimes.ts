// Runs inside an extension host that has activated neither of the extensions that BENCH_EXTENSIONS names, and reports
// what VS Code's own marks say about loading and activating each, in milliseconds, in that order.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { quiet } from './quiet.ts';

interface Mark {
  readonly name: string;
  readonly startTime: number;
}

function markTimes(): ReadonlyMap<string, number> {
  const { MonacoPerformanceMarks: marks } = globalThis as unknown as {
    MonacoPerformanceMarks: { getMarks(): readonly Mark[] };
  };
  return new Map(marks.getMarks().map(({ name, startTime }) => [name, startTime]));
}

/** Milliseconds that loading and activating took together; what VS Code does between the two is its own. */
async function activationTime(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`VS Code does not know ${id}.`);
  if (extension.isActive) throw new Error(`${id} is active before it is measured.`);
  await extension.activate();
  const times = markTimes();
  const at = (name: string): number => {
    const time = times.get(`code/extHost/${name}/${id}`);
    if (time === undefined) throw new Error(`VS Code set no mark ${name} for ${id}.`);
    return time;
  };
  const load = at('didLoadExtensionCode') - at('willLoadExtensionCode');
  return load + at('didActivateExtension') - at('willActivateExtension');
}

/** Called by VS Code. */
export async function run(): Promise<void> {
  const times: number[] = [];
  for (const id of (process.env['BENCH_EXTENSIONS'] ?? '').split(',')) {
    await quiet();
    times.push(await activationTime(id));
  }
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify(times));
}
