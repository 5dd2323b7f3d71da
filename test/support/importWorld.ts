import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportChoices } from '../../src/core/import/importedManifest.ts';
import { filesNamedBy } from '../../src/core/manifest/filesNamedBy.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { parseManifest } from '../../src/core/manifest/parseManifest.ts';
import { createArchiver } from '../../src/local/archive/archiver.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import { createCodeStore } from '../../src/local/code/codeStore.ts';
import { folderMaker } from '../../src/local/code/folderMaker.ts';
import { diskFiles } from '../../src/local/workspaceFiles.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { importFunction } from '../../src/workflows/import/importFunction.ts';
import type { ImportedFunction, ImportOptions } from '../../src/workflows/import/importFunction.ts';
import { knowingImports, withImport } from '../../src/workflows/import/importedCode.ts';
import type { ImportedCode } from '../../src/workflows/import/importedCode.ts';
import { readDeployed } from '../../src/workflows/import/readDeployed.ts';
import { planDeployment } from '../../src/workflows/planDeployment.ts';
import type { PlannedDeployment } from '../../src/workflows/planDeployment.ts';
import type { AwsConnection, Clock } from '../../src/workflows/ports.ts';

const workerFile = fileURLToPath(new URL('../../src/local/archive/archiveWorker.ts', import.meta.url));

/** A workspace folder on disk into which functions are imported, with all of the real parts but the connection. */
export class ImportWorld {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** What is remembered of imported code. */
  code: ImportedCode = {};
  readonly #temporary: string;
  readonly #connection: AwsConnection;
  readonly #clock: Clock;
  readonly #archiver: ReturnType<typeof createArchiver>;
  readonly #builder: ReturnType<typeof createCodeBuilder>;

  private constructor(temporary: string, connection: AwsConnection, clock: Clock) {
    this.#temporary = temporary;
    this.workspace = join(temporary, 'workspace');
    this.#connection = connection;
    this.#clock = clock;
    this.#archiver = createArchiver({ storageFolder: join(temporary, 'archives'), workerFile });
    this.#builder = createCodeBuilder({ storageFolder: join(temporary, 'builds') });
  }

  static async create(connection: AwsConnection, clock: Clock): Promise<ImportWorld> {
    const world = new ImportWorld(
      await mkdtemp(join(tmpdir(), 'lambda-workbench-import-')),
      connection,
      clock,
    );
    await mkdir(world.workspace);
    return world;
  }

  async import(
    functionName: string,
    choices: Partial<ImportChoices> = {},
    options: ImportOptions = { signal: AbortSignal.timeout(60_000) },
  ): Promise<ImportedFunction> {
    const deployed = await readDeployed(functionName, this.#connection, options);
    return importFunction(
      deployed,
      { values: false, alias: undefined, ...choices },
      join(this.workspace, functionName),
      {
        connection: this.#connection,
        codeStore: createCodeStore({ folder: join(this.#temporary, 'code') }),
        folders: folderMaker,
        archiver: this.#archiver,
        rememberCode: (sha256, codeSha256) => (this.code = withImport(this.code, sha256, codeSha256)),
      },
      options,
    );
  }

  /** The plan of a manifest as the extension makes it. Throws when the manifest has a problem. */
  async plan(manifestFile: string, workspaceFolder = this.workspace): Promise<PlannedDeployment> {
    const folder = dirname(manifestFile);
    const manifest = await readManifestFile(manifestFile);
    const inFolder = await readdir(folder, { recursive: true });
    const events = inFolder.filter((name) => /^events\/.*\.json$|^[^/]*\.event\.json$/.test(name));
    const named = filesNamedBy(manifest).map(({ path }) => path);
    const knownFiles = [manifestFile, ...[...named, ...events].map((name) => join(folder, name))];
    return planDeployment(
      { manifest, manifestFile, folder, workspaceFolder, knownFiles },
      {
        connection: this.#connection,
        archiver: knowingImports(this.#archiver, () => this.code),
        builder: this.#builder,
        files: diskFiles,
        sourceControl: { describeRevision: () => Promise.resolve(undefined) },
        clock: this.#clock,
      },
      { signal: AbortSignal.timeout(60_000), protectedAliases: [], describeVersions: false },
    );
  }

  async deploy(manifestFile: string, workspaceFolder: string): Promise<void> {
    const planned = await this.plan(manifestFile, workspaceFolder);
    const dependencies = { connection: this.#connection, clock: this.#clock };
    await carryOutDeployment(planned, dependencies, { signal: AbortSignal.timeout(60_000) });
  }

  async dispose(): Promise<void> {
    await this.#archiver.dispose();
    await rm(this.#temporary, { recursive: true, force: true });
  }
}

export async function readManifestFile(file: string): Promise<FunctionManifest> {
  const { manifest, problems } = parseManifest(await readFile(file, 'utf8'));
  if (manifest === undefined || problems.length > 0) {
    throw new Error(`${file}: ${problems.map(({ message }) => message).join(' ')}`);
  }
  return manifest;
}
