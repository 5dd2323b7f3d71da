import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually, extensionUnderTest, workspaceFile, writeWorkspaceFile } from './extensionUnderTest.ts';

const manifest = `{
  // A comment is no mistake.
  "functionName": "broken",
  "runtime": "python3.6",
  "handler": "broken.nobody",
  "timeOut": 3,
  "role": {
    "name": "broken_role",
    "trustPolicy": "trust.json",
    "inlinePolicies": { "p": "missing.json" }
  }
}
`;
const trust = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Alow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }
  ]
}
`;

/** `line code` of what the extension itself reports for a file. */
function reported(path: string): string[] {
  return vscode.languages
    .getDiagnostics(workspaceFile(path))
    .filter(({ source }) => source === 'Lambda')
    .map(({ range, code }) => `${range.start.line + 1} ${typeof code === 'string' ? code : ''}`)
    .sort();
}

describe('diagnostics', () => {
  before(async () => {
    await extensionUnderTest();
    await writeWorkspaceFile('broken/broken.py', 'def somebody(event, context):\n    pass\n');
    await writeWorkspaceFile('broken/trust.json', trust);
    await writeWorkspaceFile('broken/lambda.json', manifest);
  });

  it('say what the shape of a manifest lacks at its line, also when it is not open', async () => {
    const found = await eventually('diagnostics of broken/lambda.json', () => {
      const all = reported('broken/lambda.json');
      return all.length > 0 ? all : undefined;
    });
    assert.ok(
      found.some((one) => one.startsWith('6 manifest.unknownKey')),
      found.join(),
    );
  });

  it('go on with files, handler and runtime once the shape is right', async () => {
    await writeWorkspaceFile('broken/lambda.json', manifest.replace('"timeOut"', '"timeout"'));
    const found = await eventually('the mistakes behind the first', () => {
      const all = reported('broken/lambda.json');
      return all.some((one) => one.startsWith('5 ')) ? all : undefined;
    });
    assert.deepEqual(
      found.map((one) => one.split(' ')[0]),
      ['10', '4', '5'],
      found.join(),
    );
    assert.deepEqual(
      reported('broken/trust.json').map((one) => one.split(' ')[0]),
      ['4'],
    );
  });

  it('offer what was meant as a quick fix', async () => {
    const uri = workspaceFile('broken/lambda.json');
    const document = await vscode.workspace.openTextDocument(uri);
    const line = document.lineAt(4).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      line,
    );
    assert.ok(
      actions.some(({ title }) => title === 'Change to "broken.somebody"'),
      actions.map(({ title }) => title).join(),
    );
  });

  it('warn of quotes in an environment file, which a quick fix removes', async () => {
    await writeWorkspaceFile('broken/env.txt', '# quoted\nTOKEN="s3cret"\n');
    const named =
      '{ "functionName": "quoted", "runtime": "python3.13", "handler": "broken.handler", "environmentFile": "env.txt" }';
    await writeWorkspaceFile('broken/quoted.lambda.json', named);
    const uri = workspaceFile('broken/env.txt');
    await vscode.window.showTextDocument(uri);
    const [diagnostic] = await eventually('the quotes are said', () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Warning);
    const [fix, ...others] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      diagnostic.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.deepEqual([fix?.title, others.length], ['Remove the Quotes', 0]);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), '# quoted\nTOKEN=s3cret\n');
    await eventually('nothing is said any more', () =>
      vscode.languages.getDiagnostics(uri).length === 0 ? true : undefined,
    );
    await document.save();
    await vscode.workspace.fs.delete(workspaceFile('broken/quoted.lambda.json'));
  });

  it('follow the editor before it is saved, and go when the mistake goes', async () => {
    const uri = workspaceFile('broken/trust.json');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), trust.replace('Alow', 'Allow'));
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    await eventually('trust.json is sound', () =>
      reported('broken/trust.json').length === 0 ? true : undefined,
    );
    await document.save();
  });

  it('say a function that two manifests mean, and only as long as they do', async () => {
    const named = '{ "functionName": "twin", "runtime": "python3.13", "handler": "broken.handler" }';
    const saysTwin = (file: string) => reported(file).some((one) => one.includes('manifest.namesake'));
    await writeWorkspaceFile('broken/one.lambda.json', named);
    await writeWorkspaceFile('broken/two.lambda.json', named);
    await eventually('both are said', () =>
      saysTwin('broken/one.lambda.json') && saysTwin('broken/two.lambda.json') ? true : undefined,
    );
    let last = 0;
    await eventually('neither is said', () => {
      // VS Code's watcher may take two changes that come close together for one.
      if (Date.now() - last > 3_000) {
        last = Date.now();
        void writeWorkspaceFile('broken/two.lambda.json', named.replace('twin', 'other'));
      }
      return saysTwin('broken/one.lambda.json') || saysTwin('broken/two.lambda.json') ? undefined : true;
    });
  });

  it('go with the manifest', async () => {
    await vscode.workspace.fs.delete(workspaceFile('broken'), { recursive: true });
    await eventually('no diagnostics are left', () =>
      reported('broken/lambda.json').length === 0 ? true : undefined,
    );
  });
});
