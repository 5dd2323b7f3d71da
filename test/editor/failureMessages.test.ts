import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { Failure } from '../../src/core/failures/failure.ts';
import type { NextAction } from '../../src/core/failures/failure.ts';
import { createDialogs } from '../../src/editor/dialogs.ts';
import { showFailure } from '../../src/editor/failureMessages.ts';
import { ScriptedPerson } from '../support/scriptedPerson.ts';
import { eventually, workspaceFile } from './extensionUnderTest.ts';

describe('the message of a failure', () => {
  let log: vscode.LogOutputChannel;
  before(() => {
    log = vscode.window.createOutputChannel('Lambda test', { log: true });
  });
  after(() => log.dispose());

  const show = (failure: unknown, ...answers: string[]) => {
    const dialogs = createDialogs();
    const person = new ScriptedPerson();
    person.answerFor(dialogs);
    person.willAnswer(...answers);
    showFailure(failure, 'Deploy Function', { dialogs, log });
    return person.asked;
  };
  const opens = (title: string): NextAction => ({ kind: 'openSetting', title, setting: 'http.proxy' });

  it('names files from the folder on, and leads to the place', async () => {
    const file = workspaceFile('calc/calc.py').fsPath;
    const failure = new Failure('test.place', `${file}:3: something is wrong.`, {
      location: { file, line: 3, column: 5 },
    });
    const [told] = show(failure, 'Open calc.py');
    assert.equal(told?.text, 'calc/calc.py:3: something is wrong.');
    const editor = await eventually('calc.py is shown', () =>
      vscode.window.activeTextEditor?.document.fileName === file ? vscode.window.activeTextEditor : undefined,
    );
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 4]);
  });

  it('has the log as its last button, and no more buttons than fit', () => {
    const [few] = show(new Failure('test.few', 'One.', { actions: [opens('First')] }));
    assert.deepEqual(few?.buttons, ['First', 'Show Log']);
    const [many] = show(
      new Failure('test.many', 'Many.', { actions: ['First', 'Second', 'Third', 'Fourth'].map(opens) }),
    );
    assert.deepEqual(many?.buttons, ['First', 'Second', 'Third']);
  });

  it('repeats nothing of an error that nobody foresaw, and is silent on a cancellation', () => {
    const [told] = show(new Error('password hunter2'));
    assert.equal(told?.text, 'Deploy Function: something unexpected went wrong. The log says where.');
    assert.deepEqual(show(new DOMException('Cancelled', 'AbortError')), []);
  });
});
