import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the extension in VS Code', () => {
  it('activates and registers its commands', async () => {
    const extension = vscode.extensions.getExtension('lambda-workbench.lambda-workbench');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('lambdaWorkbench.deployFunction'));
  });
});
