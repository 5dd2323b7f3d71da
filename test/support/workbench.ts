import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { inRoot } from '../../scripts/paths.mjs';
import { launchChromium } from './chromium.ts';
import { packagedExtension } from './packagedExtension.ts';
import { temporaryFolder } from './testEnvironment.ts';
import {
  installExtension,
  startVscodeServer,
  type VscodeServer,
  type VscodeServerOptions,
} from './vscodeServer.ts';
import { Dialogs } from './workbench/dialogs.ts';
import { Editor } from './workbench/editor.ts';
import { Explorer } from './workbench/explorer.ts';
import { Notifications } from './workbench/notifications.ts';
import { Palette } from './workbench/palette.ts';
import { Views } from './workbench/views.ts';
import { saveScreenshot } from './workbench/screenshots.ts';

export interface WorkbenchOptions {
  /** The packaged extension; default the one that `npm run package` made. */
  readonly vsix?: string;
  /** Folder whose copy is opened; default sample-functions. */
  readonly workspace?: string;
  /** Opens these folders of the workspace, as a workspace of several, instead of the workspace itself. */
  readonly folders?: readonly string[];
  /** Opens a window without a folder. */
  readonly emptyWindow?: boolean;
  readonly settings?: VscodeServerOptions['settings'];
  readonly machineSettings?: VscodeServerOptions['machineSettings'];
  /** Environment of the extension host. Nothing named AWS_* is inherited. */
  readonly environment?: VscodeServerOptions['environment'];
  readonly workspaceTrust?: boolean;
  readonly connectionToken?: boolean;
}

/** A VS Code with the packaged extension in a browser, as a person uses it. One for each test file; `close` it in `after`. */
export interface Workbench {
  readonly page: Page;
  /** The workspace folder: a copy that tests may change. */
  readonly folder: string;
  readonly palette: Palette;
  readonly notifications: Notifications;
  readonly dialogs: Dialogs;
  readonly explorer: Explorer;
  readonly editor: Editor;
  readonly views: Views;
  /** Folder of everything VS Code and the extension wrote: logs, storage, settings. For the secret scan. */
  readonly dataFolder: string;
  /** Text of the status bar item that holds `part`; waits for it. */
  statusBarText(part: string | RegExp): Promise<string>;
  clickStatusBar(part: string | RegExp): Promise<void>;
  /** Changes user settings and loads the window anew: the server's watcher misses some changes of the file. */
  changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Saves test/e2e/screenshots/NAME.png and keeps the page's text. */
  screenshot(name: string): Promise<void>;
  /** Text of every page a screenshot was taken of. */
  readonly pageTexts: readonly string[];
  /** Loads the window anew, as "Reload Window" does. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

async function openPage(browser: Browser, server: VscodeServer, folder: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  await page.goto(server.addressOf(folder));
  if (folder === '') await statusBarItems(page).waitFor({ timeout: 60_000 });
  else await waitUntilDrawn(page);
  return page;
}

async function waitUntilDrawn(page: Page): Promise<void> {
  await page.locator('.part.sidebar .monaco-list-row').first().waitFor({ timeout: 60_000 });
  await statusBarItems(page).waitFor();
}

const statusBarItems = (page: Page) => page.locator('.part.statusbar .statusbar-item').first();

/** What a test puts into the editor stays as it is; folders in the explorer are one each. */
const asGiven = {
  'editor.formatOnPaste': false,
  'editor.autoIndentOnPaste': false,
  'explorer.compactFolders': false,
};

/** What a window is opened with: the folder, or a file that makes one workspace of some of the folders in it. */
async function toOpen(folder: string, folders: readonly string[] | undefined): Promise<string> {
  if (folders === undefined) return folder;
  const file = `${folder}.code-workspace`;
  await writeFile(
    file,
    JSON.stringify({ folders: folders.map((name) => ({ path: path.join(folder, name) })) }),
  );
  return file;
}

/** Starts a server of its own with the packaged extension and opens a copy of the workspace in a browser. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const cleanUp = new AsyncDisposableStack();
  try {
    return await open(options, cleanUp);
  } catch (error) {
    await cleanUp.disposeAsync();
    throw error;
  }
}

/** A window that is connected to an emulator, in us-east-1. */
export const openConnected = (
  endpoint: string,
  { theme = 'Dark Modern', emptyWindow = false } = {},
): Promise<Workbench> =>
  openWorkbench({
    emptyWindow,
    settings: {
      'lambdaWorkbench.connection.endpoint': endpoint,
      'lambdaWorkbench.connection.region': 'us-east-1',
      'workbench.colorTheme': `Default ${theme}`,
    },
    environment: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  });

async function open(options: WorkbenchOptions, cleanUp: AsyncDisposableStack): Promise<Workbench> {
  const temporary = cleanUp.use(await temporaryFolder('e2e'));
  const source = options.workspace ?? inRoot('sample-functions');
  const folder = path.join(temporary.path, path.basename(source));
  const dataFolder = path.join(temporary.path, 'data');
  const settings = { ...asGiven, ...options.settings };
  await mkdir(folder);
  await cp(source, folder, { recursive: true });
  const serverOptions = { ...options, dataFolder, settings };
  await installExtension(serverOptions, options.vsix ?? (await packagedExtension()));
  const server = await startVscodeServer(serverOptions);
  cleanUp.defer(() => server.stop());
  const browser = await launchChromium();
  cleanUp.defer(() => browser.close());
  const opened = options.emptyWindow === true ? '' : await toOpen(folder, options.folders);
  const page = await openPage(browser, server, opened);
  const pageTexts: string[] = [];
  const statusBarItem = (part: string | RegExp) =>
    page.locator('.statusbar-item').filter({ hasText: part }).first();
  const reload = async () => {
    await page.reload();
    await waitUntilDrawn(page);
  };
  return {
    page,
    folder,
    dataFolder,
    pageTexts,
    palette: new Palette(page),
    notifications: new Notifications(page),
    dialogs: new Dialogs(page),
    explorer: new Explorer(page, folder),
    editor: new Editor(page),
    views: new Views(page),
    async statusBarText(part) {
      return (await statusBarItem(part).innerText()).trim();
    },
    async clickStatusBar(part) {
      await statusBarItem(part).click();
    },
    async changeSettings(changes) {
      const file = path.join(dataFolder, 'data', 'User', 'settings.json');
      const current = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
      await writeFile(file, JSON.stringify({ ...current, ...changes }, undefined, 2));
      await reload();
    },
    async screenshot(name) {
      pageTexts.push(await saveScreenshot(page, name));
    },
    reload,
    close: () => cleanUp.disposeAsync(),
  };
}
