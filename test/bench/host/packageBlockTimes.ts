// Runs inside an extension host where our extension is developed: the production build answers a scripted person there.
// Reports the milliseconds that `Lambda: Package Function` blocks the host for, and the sentence that ended it.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import { ScriptedPerson } from '../../support/scriptedPerson.ts';
import { packageBlock } from '../timerGap.ts';
import { quiet } from './quiet.ts';

/** Called by VS Code. */
export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const extension = vscode.extensions.getExtension<TestApi>('lambda-workbench.lambda-workbench');
  if (extension === undefined || folder === undefined) throw new Error('No extension, or no folder.');
  const { dialogs } = await extension.activate();
  const person = new ScriptedPerson();
  person.answerFor(dialogs);
  const report = process.env['BENCH_REPORT'] ?? '';
  person.willAnswer(process.env['BENCH_ZIP'] ?? '');
  await quiet();
  const milliseconds = await packageBlock(async () => {
    const manifest = vscode.Uri.joinPath(folder.uri, 'lambda.json');
    await vscode.commands.executeCommand('lambdaWorkbench.packageFunction', manifest);
  });
  writeFileSync(report, JSON.stringify({ milliseconds, told: person.told }));
}
