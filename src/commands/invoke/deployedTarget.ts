import * as vscode from 'vscode';
import { eventKey, eventName } from '../../core/events/eventReference.ts';
import type { EventReference } from '../../core/events/eventReference.ts';
import type {
  DeployedReference,
  DeployedTarget,
  InvocationType,
} from '../../core/invocations/deployedReference.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { accountArgument, askForFunction, qualifierRows } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentNode, argumentUri } from '../targets/commandArgument.ts';
import { isEventDocument } from './activeEvent.ts';
import { chooseDeployedEvent } from './chooseEvent.ts';
import { functionsNear } from './functionForEvent.ts';

type Services = Pick<
  CommandServices,
  | 'accountView'
  | 'clock'
  | 'dialogs'
  | 'events'
  | 'files'
  | 'history'
  | 'manifests'
  | 'memory'
  | 'parsedManifests'
  | 'results'
>;

interface Answers {
  readonly event: EventReference | undefined;
  readonly functionName: string;
  readonly qualifier: string;
  readonly type: InvocationType | undefined;
}

/**
 * What `Invoke with This Event…` is about: an event asks for a function and a qualifier, and proposes what it was sent to
 * last; a function, version or alias asks for an event. An earlier invocation in AWS is what it was. How it is invoked is
 * not asked where `asked` says it. Undefined when the person gave up.
 */
export async function deployedTarget(
  args: readonly unknown[],
  title: string,
  services: Services,
  asked?: InvocationType,
): Promise<DeployedTarget | undefined> {
  const node = argumentNode(args);
  const earlier = node?.kind === 'invocation' ? services.history.get(node.id) : undefined;
  const asWanted = (reference: DeployedReference) => ({ ...reference, type: asked ?? reference.type });
  if (earlier?.reference.kind === 'deployed')
    return { reference: asWanted(earlier.reference), event: earlier.event };
  const row = accountArgument(args);
  const event = row === undefined ? (earlier?.event ?? (await pointedEvent(args, services))) : undefined;
  if (event !== undefined) {
    const again = await askForLast(event, title, services);
    if (again === undefined) return undefined;
    if (again !== 'another') return { reference: asWanted(again), event };
  }
  const known: Answers = {
    event,
    functionName: row !== undefined && 'functionName' in row ? row.functionName : '',
    qualifier: row?.kind === 'alias' ? row.alias : row?.kind === 'version' ? row.version : '',
    type: asked,
  };
  const answers = await runFlow(known, [
    ...(known.functionName === '' ? [functionStep(title, services)] : []),
    ...(known.qualifier === '' ? [qualifierStep(title, services)] : []),
    ...(asked === undefined ? [typeStep(title, services)] : []),
    ...(event === undefined ? [eventStep(title, services)] : []),
  ]);
  if (answers?.type === undefined || answers.event === undefined) return undefined;
  const { functionName, qualifier, type } = answers;
  return { reference: { kind: 'deployed', functionName, qualifier, type }, event: answers.event };
}

/** The event of the argument or of the active editor. */
async function pointedEvent(
  args: readonly unknown[],
  services: Services,
): Promise<EventReference | undefined> {
  const node = argumentNode(args);
  const uri = node?.kind === 'event' ? vscode.Uri.file(node.file) : argumentUri(args);
  if (uri === undefined || !(await isEventDocument(uri, services))) return undefined;
  return { kind: 'document', uri: uri.toString() };
}

/** Where the event was sent last, or `another`; without a question where it was sent nowhere. */
async function askForLast(
  event: EventReference,
  title: string,
  { memory, dialogs }: Services,
): Promise<DeployedReference | 'another' | undefined> {
  const last = memory.read('deployedTargets')?.[eventKey(event)];
  if (last === undefined) return 'another';
  const items: PickItem<DeployedReference | 'another'>[] = [
    {
      label: `${last.functionName}:${last.qualifier}`,
      description: vscode.l10n.t('{0} · last time', typeText(last.type)),
      value: last,
    },
    { label: vscode.l10n.t('Another Function or Qualifier…'), value: 'another' },
  ];
  const placeholder = vscode.l10n.t('Where to send {0}', eventName(event));
  const answer = await dialogs.pick({ title, placeholder, items });
  return answer === back ? undefined : answer;
}

const functionStep =
  (title: string, services: Services): FlowStep<Answers> =>
  async (state, position) => {
    const { event } = state;
    const uri = event?.kind === 'document' ? vscode.Uri.parse(event.uri) : undefined;
    const near = uri?.scheme === 'file' ? await functionsNear(uri.fsPath, services) : [];
    const proposed = near.length === 1 ? near[0]?.functionName : undefined;
    const answer = await askForFunction(title, services, position, proposed);
    return answer === undefined || answer === back ? answer : { ...state, functionName: answer };
  };

const qualifierStep =
  (title: string, services: Services): FlowStep<Answers> =>
  async (state, position) => {
    const rows = async (): Promise<PickItem<string>[]> => {
      const { aliases, versions } = await qualifierRows(state.functionName, services);
      return [{ label: '$LATEST', value: '$LATEST' }, ...aliases, ...versions];
    };
    const placeholder = vscode.l10n.t('Version or alias of {0}', state.functionName);
    const answer = await services.dialogs.pick<string>({ title, placeholder, items: rows() }, position);
    return answer === undefined || answer === back ? answer : { ...state, qualifier: answer };
  };

const typeStep =
  (title: string, { dialogs }: Services): FlowStep<Answers> =>
  async (state, position) => {
    const { t } = vscode.l10n;
    const items: PickItem<InvocationType>[] = [
      {
        label: typeText('RequestResponse'),
        description: t('shows it beside the event'),
        value: 'RequestResponse',
      },
      { label: typeText('Event'), description: t('nothing is given back'), value: 'Event' },
      {
        label: typeText('DryRun'),
        description: t('checks that it may be invoked, and runs nothing'),
        value: 'DryRun',
      },
    ];
    const placeholder = t('How to invoke {0}:{1}', state.functionName, state.qualifier);
    const answer = await dialogs.pick<InvocationType>({ title, placeholder, items }, position);
    return answer === undefined || answer === back ? answer : { ...state, type: answer };
  };

const eventStep =
  (title: string, services: Services): FlowStep<Answers> =>
  async (state, position) => {
    const answer = await chooseDeployedEvent(state.functionName, title, services, position);
    return answer === undefined || answer === back ? answer : { ...state, event: answer };
  };

function typeText(type: InvocationType): string {
  switch (type) {
    case 'RequestResponse':
      return vscode.l10n.t('Wait for the Result');
    case 'Event':
      return vscode.l10n.t('Asynchronously');
    case 'DryRun':
      return vscode.l10n.t('Dry Run');
  }
}
