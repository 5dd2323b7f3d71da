#!/usr/bin/env node
// Takes the flags that @vscode/test-electron gives to a desktop VS Code, and runs the extension tests in VS Code's
// server with its web workbench in Chromium. Exits with the tests' exit code.
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { testOutputMark } from './testOutputMark.ts';
import { startVscodeServer } from './vscodeServer.ts';

interface Flags {
  readonly folder: string;
  readonly developmentPath: string;
  readonly testsPath: string;
  readonly dataFolder: string;
  readonly extensionsFolder?: string;
  readonly workspaceTrust: boolean;
}

function readFlags(): Flags {
  const { values, positionals } = parseArgs({
    // The rest of what a desktop VS Code is given (--no-sandbox, --skip-welcome, …) means nothing here.
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'disable-workspace-trust': { type: 'boolean' },
    },
  });
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const needed = (name: string): string => {
    const value = text(name);
    if (value === undefined) throw new Error(`--${name} is missing.`);
    return value;
  };
  const folder = positionals[0];
  if (folder === undefined) throw new Error('The folder to open is missing.');
  return {
    folder,
    developmentPath: needed('extensionDevelopmentPath'),
    testsPath: needed('extensionTestsPath'),
    dataFolder: needed('user-data-dir'),
    extensionsFolder: text('extensions-dir'),
    workspaceTrust: values['disable-workspace-trust'] !== true,
  };
}

interface TestsEnd {
  readonly code: number;
  /** What VS Code itself logged: shown only when no test ran, as the reason may be in there. */
  readonly noise: readonly string[];
}

/** Resolves with what the extension host reports when the tests are over; prints their output meanwhile. */
function testsEnd(page: Page): Promise<TestsEnd> {
  return new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Error('The page of VS Code crashed.')));
    page.on('close', () => reject(new Error('The page of VS Code was closed.')));
    const noise: string[] = [];
    let printed = false;
    const forward = (type: string, args: readonly unknown[]) => {
      const line = format(...args);
      if (!line.startsWith(testOutputMark)) {
        noise.push(`${type}: ${line}`);
        return;
      }
      printed = true;
      console.log(line.slice(testOutputMark.length));
    };
    void page.exposeFunction('codeAutomationLog', forward);
    void page.exposeFunction('codeAutomationExit', (code: number) =>
      resolve({ code, noise: printed ? [] : noise }),
    );
  });
}

async function runTests(flags: Flags): Promise<number> {
  const server = await startVscodeServer({ ...flags, testDriver: true });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const end = testsEnd(page);
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const address = server.addressOf(flags.folder, [
      ['extensionDevelopmentPath', remote(flags.developmentPath)],
      ['extensionTestsPath', remote(flags.testsPath)],
      ['skipWelcome', 'true'],
    ]);
    await page.goto(address);
    const { code, noise } = await end;
    for (const line of noise) console.error(line);
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}

process.exit(await runTests(readFlags()));
