import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { identifyProcess, isAlive } from '../processIdentity.ts';
import type { ProcessIdentity } from '../processIdentity.ts';
import { signalGroup } from './processGroup.ts';

const identitySchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(2)),
  startedAt: v.string(),
});
const recordSchema = v.object({
  owner: identitySchema,
  sandbox: identitySchema,
  keepsData: v.boolean(),
});
/** One running sandbox: who started it, what runs, and whether it uses the kept data. */
export type RunRecord = v.InferOutput<typeof recordSchema>;

const recordFile = 'run.json';
const runFolderName = /^(\d+)-/;

/**
 * Every sandbox has a folder of its own in `runsFolder`, named after its owner's process id, with its temporary files and
 * a record. A folder whose owner is gone is what a crashed window left behind.
 */
export async function writeRecord(runFolder: string, record: RunRecord): Promise<void> {
  await writeFile(join(runFolder, recordFile), JSON.stringify(record), { mode: 0o600 });
}

export async function createRunFolder(runsFolder: string): Promise<string> {
  const folder = join(runsFolder, `${process.pid}-${Date.now().toString(36)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Ends what crashed windows left and removes their folders; answers the records of living other owners, which are left
 * alone. A process is ended only when its start time is the recorded one, so never one that got the same id later.
 */
export async function cleanUpRuns(runsFolder: string): Promise<RunRecord[]> {
  const living: RunRecord[] = [];
  for (const name of await listFolder(runsFolder)) {
    const folder = join(runsFolder, name);
    const record = await readRecord(folder);
    if (record === undefined) {
      // Made a moment ago by a living window, before its sandbox has a record.
      const owner = Number(runFolderName.exec(name)?.[1] ?? 0);
      if (owner > 1 && (await identifyProcess(owner)) !== undefined) continue;
    } else if (await isAlive(record.owner)) {
      if (await isAlive(record.sandbox)) living.push(record);
      continue;
    } else {
      await endProcess(record.sandbox);
    }
    await rm(folder, { recursive: true, force: true });
  }
  return living;
}

/** SIGTERM, then SIGKILL after two seconds, to the process group. */
async function endProcess(identity: ProcessIdentity): Promise<void> {
  if (!(await isAlive(identity))) return;
  signalGroup(identity.pid, 'SIGTERM');
  for (let tries = 0; tries < 40; tries++) {
    await delay(50);
    if (!(await isAlive(identity))) break;
  }
  signalGroup(identity.pid, 'SIGKILL');
}

async function readRecord(folder: string): Promise<RunRecord | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(folder, recordFile), 'utf8'));
    const result = v.safeParse(recordSchema, parsed);
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
