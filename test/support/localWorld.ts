import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LogLine } from '../../src/core/local/invocation.ts';
import type { ConnectionEnvironment } from '../../src/core/local/localEnvironment.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import { systemClock } from '../../src/local/clock.ts';
import { createContainers } from '../../src/local/containers/containerBundle.ts';
import { diskFiles } from '../../src/local/workspaceFiles.ts';
import type { LocalDependencies, LocalSettings } from '../../src/workflows/local/localDependencies.ts';
import { createLocalInvoker } from '../../src/workflows/local/localInvoker.ts';
import type { LocalInvoker, LocalResult } from '../../src/workflows/local/localInvoking.ts';
import type { CodeBuilder } from '../../src/workflows/portsForBuild.ts';
import type { FunctionSource } from '../../src/workflows/resolveFunction.ts';
import { assertNothingLeft } from './leftovers.ts';
import { createTemporaryFolder, removeFolder } from './temporaryFolder.ts';

const scanWorkerFile = path.resolve(import.meta.dirname, '../../src/local/code/codeScanWorker.ts');

export interface Invoked extends LocalResult {
  readonly lines: readonly LogLine[];
  readonly phases: readonly string[];
}

export interface CallChoice {
  readonly event?: unknown;
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: LogLine) => void;
}

/** A workspace folder and the product's own invoker for it, with nothing in between replaced. */
export interface LocalWorld extends AsyncDisposable {
  readonly folder: string;
  readonly invoker: LocalInvoker;
  readonly builder: CodeBuilder;
  readonly settings: { -readonly [Key in keyof LocalSettings]: LocalSettings[Key] };
  readonly connection: { -readonly [Key in keyof ConnectionEnvironment]: ConnectionEnvironment[Key] };
  /** Ids of functions that run with the engine's architecture. */
  readonly nativeFunctions: Set<string>;
  /** What went wrong in the background. */
  readonly troubles: unknown[];
  write(file: string, text: string | Buffer): Promise<void>;
  source(manifest?: Partial<FunctionManifest>): FunctionSource;
  /** Invokes and waits for the report too, so that all lines are there. */
  invoke(source: FunctionSource, choice?: CallChoice): Promise<Invoked>;
}

/** @param place an existing folder to use instead of a temporary one; it is left there */
export async function openLocalWorld(
  overrides: Partial<LocalDependencies> = {},
  place?: string,
): Promise<LocalWorld> {
  const temporary = place ?? (await createTemporaryFolder());
  const folder = path.join(temporary, 'workspace');
  await mkdir(folder, { recursive: true });
  const settings: LocalWorld['settings'] = {
    tool: 'docker',
    reuse: 'warm',
    prepare: 'firstInvocation',
    idleTimeout: 10,
    images: {},
  };
  const connection = { region: 'eu-west-1', endpoint: undefined, credentials: undefined };
  const nativeFunctions = new Set<string>();
  const troubles: unknown[] = [];
  const allowed: string[] = [];
  const storageFolder = path.join(temporary, 'storage');
  const containers = createContainers({
    ...{ tool: () => settings.tool, storageFolder, scanWorkerFile },
    copyFolder: path.join(temporary, 'running'),
  });
  const builder = createCodeBuilder({ storageFolder: path.join(temporary, 'builds') });
  const invoker = createLocalInvoker({
    engine: () => Promise.resolve(containers.engine),
    scanner: () => Promise.resolve(containers.scanner),
    builder: () => Promise.resolve(builder),
    knownFiles: () => Promise.resolve([]),
    files: diskFiles,
    clock: systemClock,
    settings: () => settings,
    connection: () => Promise.resolve(connection),
    runsNatively: (id) => nativeFunctions.has(id),
    folders: {
      allowed: () => allowed,
      ask: (_functionName, folder) => Promise.resolve(allowed.push(folder) > 0),
    },
    layerFolder: (arn) => Promise.reject(new Error(`${arn} is not expected`)),
    hostValue: (name) => process.env[name],
    onTrouble: (error) => troubles.push(error),
    ...overrides,
  });
  return {
    folder,
    invoker,
    builder,
    settings,
    connection,
    nativeFunctions,
    troubles,
    write: async (file, text) => {
      const target = path.join(folder, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text);
    },
    source: (manifest = {}) => ({
      // Lambda's default of 3 s is short where many containers share two cores.
      manifest: {
        ...{ functionName: 'probe', runtime: 'python3.13', handler: 'app.handler', timeout: 30 },
        ...manifest,
      },
      folder,
      workspaceFolder: folder,
    }),
    invoke: async (source, { event = {}, fresh = false, signal, onLine } = {}) => {
      const lines: LogLine[] = [];
      const phases: string[] = [];
      const result = await invoker.invoke(
        { source, event: JSON.stringify(event), fresh },
        {
          signal: signal ?? new AbortController().signal,
          onProgress: (progress) => {
            if (progress.kind === 'phase') phases.push(progress.text);
            else {
              lines.push(progress.line);
              onLine?.(progress.line);
            }
          },
        },
      );
      await result.report;
      return { ...result, lines, phases };
    },
    [Symbol.asyncDispose]: async () => {
      await invoker.dispose();
      await Promise.all([containers.engine.dispose(), containers.scanner.dispose()]);
      await assertNothingLeft(storageFolder);
      if (place === undefined) await removeFolder(temporary);
    },
  };
}
