import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { run, start, stop } from '../../scripts/childProcess.mjs';
import { node24 } from '../../scripts/paths.mjs';
import { testEnvironment } from './testEnvironment.ts';

export interface VscodeServerOptions {
  /** Folder for everything the server keeps: user data, logs, extensions. */
  readonly dataFolder: string;
  readonly extensionsFolder?: string;
  /** User settings to start with. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine: those of programs, which a user's or a workspace's settings cannot name. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Lets a page run extension tests by its payload. Hides toasts. */
  readonly testDriver?: boolean;
  /** Asks for trust before a folder's extensions may execute, as VS Code does for people. */
  readonly workspaceTrust?: boolean;
  /** Asks for a secret in the address, as a server for people does. */
  readonly connectionToken?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface VscodeServer {
  readonly port: number;
  /**
   * The address of a folder, or of a workspace of several, in it, or `''` for an empty window; with the connection
   * token if there is one.
   */
  addressOf(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** What the server printed so far. */
  output(): string;
  stop(): Promise<void>;
}

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'files.simpleDialog.enable': true,
};

/** Without it the server asks a public gallery about the extensions it has. */
const noGallery = { EXTENSIONS_GALLERY: '{}' };

function extensionsFolderOf(options: VscodeServerOptions): string {
  return options.extensionsFolder ?? path.join(options.dataFolder, 'extensions');
}

async function serverArguments(options: VscodeServerOptions): Promise<string[]> {
  const main = path.join(await ensureCodeServer(), 'out', 'server-main.js');
  return [
    main,
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--server-data-dir',
    options.dataFolder,
    '--extensions-dir',
    extensionsFolderOf(options),
  ];
}

async function writeSettings(options: VscodeServerOptions): Promise<void> {
  const write = async (kind: string, settings: object) => {
    const folder = path.join(options.dataFolder, 'data', kind);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
  };
  await write('User', { ...quietSettings, ...options.settings });
  await write('Machine', options.machineSettings ?? {});
}

/** Installs a packaged extension into the folder that `startVscodeServer` will use, without a network. */
export async function installExtension(options: VscodeServerOptions, vsix: string): Promise<void> {
  const args = [...(await serverArguments(options)), '--install-extension', vsix];
  const code = await run(node24, args, {
    stdio: 'ignore',
    env: testEnvironment({ ...noGallery, ...options.environment }),
  });
  if (code !== 0) throw new Error(`VS Code did not install ${vsix} (exit code ${code}).`);
}

/** Starts a VS Code server on a free port of 127.0.0.1. It ends with `stop`, or with this process. */
export async function startVscodeServer(options: VscodeServerOptions): Promise<VscodeServer> {
  await writeSettings(options);
  const token = options.connectionToken ? randomBytes(16).toString('hex') : undefined;
  const tokenFile = path.join(options.dataFolder, 'token');
  if (token) await writeFile(tokenFile, token, { mode: 0o600 });
  const args = [
    ...(await serverArguments(options)),
    ...['--host', '127.0.0.1', '--port', '0'],
    ...(token ? ['--connection-token-file', tokenFile] : ['--without-connection-token']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
  ];
  const env = testEnvironment({ ...noGallery, ...options.environment });
  const child = start(node24, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const bound = /Extension host agent listening on (\d+)/.exec(output);
      if (bound) resolve(Number(bound[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`VS Code's server ended (exit code ${String(code)}): ${output}`)),
    );
  });
  return {
    port,
    addressOf(folder, payload = []) {
      const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
      const query = new URLSearchParams(token ? { tkn: token } : {});
      if (folder === '') query.set('ew', 'true');
      else query.set(kind, folder);
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `http://127.0.0.1:${port}/?${query.toString()}`;
    },
    output: () => output,
    stop: () => stop(child),
  };
}
