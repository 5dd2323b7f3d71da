import * as vscode from 'vscode';
import { sampleContext, sampleEvents, sampleText } from '../../core/events/sampleEvents.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import { functionOf } from '../../tree/nodes.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { argumentNode } from '../targets/commandArgument.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';

interface Answers {
  /** Proposed name of the file, without `.json`. */
  readonly id: string;
  readonly text: string;
  readonly name: string;
}

/** `Lambda: New Event…`: a sample as a file in the function's folder `events`, open to be changed. */
export async function newEvent(args: readonly unknown[], services: CommandServices): Promise<void> {
  const title = vscode.l10n.t('New Event');
  const node = argumentNode(args);
  const reference: FunctionReference | undefined =
    node === undefined || node.kind === 'invocation'
      ? await chooseFunction(args, title, services)
      : functionOf(node);
  if (reference === undefined) return;
  const source = await runnableFunction(reference, services);
  const folder = resolvePath(source.folder, 'events');
  const context = sampleContext(source.manifest, services.clock.now());
  const kinds: PickItem<Pick<Answers, 'id' | 'text'>>[] = sampleEvents().map((sample) => ({
    label: sample.label,
    description: sample.description,
    value: { id: sample.id, text: sampleText(sample, context) },
  }));
  const empty = {
    label: '{}',
    description: vscode.l10n.t('an empty object'),
    value: { id: 'event', text: '{}\n' },
  };
  const answers = await runFlow<Answers>({ id: '', text: '', name: '' }, [
    askKind([...kinds, empty], title, services),
    askName(folder, title, services),
  ]);
  if (answers === undefined) return;
  const uri = vscode.Uri.file(resolvePath(folder, fileName(answers.name)));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(answers.text));
  await vscode.window.showTextDocument(uri);
}

function askKind(
  items: readonly PickItem<Pick<Answers, 'id' | 'text'>>[],
  title: string,
  { dialogs }: Pick<CommandServices, 'dialogs'>,
): FlowStep<Answers> {
  return async (state, position) => {
    const picked = await dialogs.pick(
      { title, placeholder: vscode.l10n.t('Kind of event'), items },
      position,
    );
    return picked === undefined || picked === back ? picked : { ...state, ...picked };
  };
}

function askName(
  folder: string,
  title: string,
  { dialogs }: Pick<CommandServices, 'dialogs'>,
): FlowStep<Answers> {
  return async (state, position) => {
    const taken = new Set(
      (
        await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder)).then(
          (entries) => entries,
          () => [],
        )
      ).map(([name]) => name),
    );
    const name = await dialogs.input(
      {
        title,
        prompt: vscode.l10n.t('Name of the event, a file in {0}', vscode.workspace.asRelativePath(folder)),
        value: freeName(state.id, taken),
        validate: (text) => nameProblem(text, taken),
      },
      position,
    );
    return name === undefined || name === back ? name : { ...state, name };
  };
}

const fileName = (name: string): string => (name.endsWith('.json') ? name : `${name}.json`);

function freeName(id: string, taken: ReadonlySet<string>): string {
  let name = id;
  for (let count = 2; taken.has(fileName(name)); count++) name = `${id}-${count}`;
  return name;
}

function nameProblem(text: string, taken: ReadonlySet<string>): string | undefined {
  if (!/^[\w][\w.-]{0,99}$/.test(text)) {
    return vscode.l10n.t('This must be a file name of letters, digits, "-", "_" and ".".');
  }
  return taken.has(fileName(text)) ? vscode.l10n.t('{0} exists already.', fileName(text)) : undefined;
}
