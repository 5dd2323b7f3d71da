import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { onProgramEnd, runInTerminal } from '../../src/editor/terminalProgram.ts';
import { workspaceFile } from './extensionUnderTest.ts';

describe('a program in a terminal', () => {
  it('gets its arguments as they are, whatever a shell would make of them, and tells when it ends', async () => {
    const file = workspaceFile('said.txt').fsPath;
    const profile = '$(touch owned) `touch owned`; "dev" & more';
    const ended = new Promise<void>((resolve) => {
      const subscription = onProgramEnd(() => {
        subscription.dispose();
        resolve();
      });
    });
    const script = 'require("node:fs").writeFileSync(process.argv[1], process.argv[2])';
    await runInTerminal('Sign In', [process.execPath, '-e', script, file, profile]);
    await ended;
    assert.equal(await readFile(file, 'utf8'), profile);
    await assert.rejects(readFile(workspaceFile('owned').fsPath));
  });
});
