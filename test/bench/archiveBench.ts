import { spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureArchiveTree } from '../../scripts/archiveTree.mjs';
import { build as bundle } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { createArchiver } from '../../src/local/archive/archiver.ts';
import type { Archiver, BuiltArchive } from '../../src/workflows/ports.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';
import { alternatingPairs, ratioFigure } from './benchmark.ts';
import type { Benchmark, Figure } from './benchmark.ts';

const goals = { archive_vs_zip: 0.85, archive_repeat_vs_zip: 0.2 };
const largestShareOfZip = 1.02;
/** The file of the tree that is rewritten for each repeated run. */
const rewritten = join('python', 'six.py');

/** Packaging against `zip -qr`, on a tree of real dependencies. */
export const archiveBench: Benchmark = {
  names: Object.keys(goals),
  run: async (wanted) => {
    const subject = await prepareSubject();
    const figures: Figure[] = [];
    await withTemporaryFolder(async (folder) => {
      if (wanted.has('archive_vs_zip')) figures.push(await measureFirst(subject, folder));
      if (wanted.has('archive_repeat_vs_zip')) figures.push(await measureRepeat(subject, folder));
    });
    return figures;
  },
};

interface Subject {
  readonly root: string;
  /** The bundle that the product ships. */
  readonly workerFile: string;
}

async function prepareSubject(): Promise<Subject> {
  const output = inRoot('.cache', 'bench', 'archiveWorker.cjs');
  await bundle({ bundles: [{ source: 'src/local/archive/archiveWorker.ts', output }] });
  return { root: await ensureArchiveTree(), workerFile: output };
}

/** Nothing to reuse and threads to start: everything that a first packaging in a new window does. */
async function measureFirst({ root, workerFile }: Subject, folder: string): Promise<Figure> {
  const zip = join(folder, 'theirs.zip');
  let ours: BuiltArchive | undefined;
  const samples = await alternatingPairs(
    async () => {
      const storageFolder = join(folder, 'storage');
      rmSync(storageFolder, { recursive: true, force: true });
      const started = performance.now();
      const archiver = createArchiver({ storageFolder, workerFile });
      ours = await packageTree(archiver, root);
      const time = performance.now() - started;
      await archiver.dispose();
      await checkArchive(ours, 0);
      return time;
    },
    () => timeZip(root, zip),
  );
  checkSize(ours, zip);
  return ratioFigure('archive_vs_zip', goals.archive_vs_zip, samples);
}

/** The same process again after one file was rewritten. */
async function measureRepeat({ root, workerFile }: Subject, folder: string): Promise<Figure> {
  const zip = join(folder, 'theirs.zip');
  const archiver = createArchiver({ storageFolder: join(folder, 'repeated'), workerFile });
  const original = readFileSync(join(root, rewritten), 'utf8');
  let ours = await packageTree(archiver, root);
  let run = 0;
  try {
    const samples = await alternatingPairs(
      async () => {
        const text = `${original}\n# run ${++run}\n`;
        writeFileSync(join(root, rewritten), text);
        const started = performance.now();
        ours = await packageTree(archiver, root);
        const time = performance.now() - started;
        await checkArchive(ours, ours.files.length - 1);
        const inside = await output('unzip', ['-p', ours.file, rewritten]);
        if (inside !== text) throw new Error('the rewritten file is not in the archive');
        return time;
      },
      () => timeZip(root, zip),
    );
    const fresh = createArchiver({ storageFolder: join(folder, 'from-scratch'), workerFile });
    const { sha256 } = await packageTree(fresh, root);
    await fresh.dispose();
    if (sha256 !== ours.sha256) throw new Error('the repeated archive differs from one built from scratch');
    checkSize(ours, zip);
    return ratioFigure('archive_repeat_vs_zip', goals.archive_repeat_vs_zip, samples);
  } finally {
    writeFileSync(join(root, rewritten), original);
    await archiver.dispose();
  }
}

function packageTree(archiver: Archiver, root: string): Promise<BuiltArchive> {
  const { signal } = new AbortController();
  return archiver.build({ root, workspaceFolder: root, exclude: [], known: [] }, { signal });
}

async function timeZip(root: string, file: string): Promise<number> {
  rmSync(file, { force: true });
  const started = performance.now();
  await output('zip', ['-qr', file, '.'], root);
  const time = performance.now() - started;
  await output('unzip', ['-tq', file]);
  return time;
}

async function checkArchive(archive: BuiltArchive, reused: number): Promise<void> {
  await output('unzip', ['-tq', archive.file]);
  if (archive.leftOut.length > 0)
    throw new Error(`zip packs more: ${archive.leftOut[0]?.path ?? ''} was left out`);
  if (archive.reused !== reused)
    throw new Error(`${archive.reused} entries were reused instead of ${reused}`);
}

function checkSize(ours: BuiltArchive | undefined, zip: string): void {
  const share = (ours?.size ?? Infinity) / statSync(zip).size;
  if (share > largestShareOfZip)
    throw new Error(`the archive has ${share.toFixed(3)} times the size of zip's`);
}

/** Runs a program to its end. @returns what it printed */
function output(command: string, args: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}`)),
    );
  });
}
