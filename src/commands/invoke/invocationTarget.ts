import * as vscode from 'vscode';
import type { EventReference } from '../../core/events/eventReference.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import type { InvocationTarget } from '../../core/invocations/invocationTarget.ts';
import { functionOf } from '../../tree/nodes.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import type { ChoiceServices } from '../targets/chooseFunction.ts';
import { argumentNode, argumentUri } from '../targets/commandArgument.ts';
import { activeEvent, isEventDocument } from './activeEvent.ts';
import { chooseEvent } from './chooseEvent.ts';
import { functionForEvent, functionsNear } from './functionForEvent.ts';

export type InvocationTargetServices = ChoiceServices &
  Pick<CommandServices, 'memory' | 'history' | 'results' | 'events' | 'parsedManifests' | 'files'>;

/**
 * What an invoke command is about. An event (of the argument, of the active editor) brings its function; a function asks
 * for an event unless one of its own is active; a result or an earlier invocation is what it came from. Undefined when the
 * person gave up.
 */
export async function invocationTarget(
  args: readonly unknown[],
  title: string,
  services: InvocationTargetServices,
): Promise<InvocationTarget | undefined> {
  const pointed = await pointedTarget(args, title, services);
  if (pointed === undefined) return undefined;
  const event = pointed.event ?? (await chooseEvent(pointed.reference, title, services));
  return event && { reference: pointed.reference, event };
}

/** The same without the question for an event: of a function by itself it is undefined. */
export async function pointedTarget(
  args: readonly unknown[],
  title: string,
  services: InvocationTargetServices,
): Promise<(Pick<InvocationTarget, 'reference'> & Partial<InvocationTarget>) | undefined> {
  const node = argumentNode(args);
  const uri = argumentUri(args);
  const earlier =
    node?.kind === 'invocation' ? services.history.get(node.id) : uri && services.results.invocationOf(uri);
  if (earlier !== undefined) {
    const { reference, event } = earlier;
    if (reference.kind !== 'deployed') return { reference, event };
    return event.kind === 'document' ? withFunction(event, title, services) : undefined;
  }
  if (node?.kind === 'event') {
    return { reference: functionOf(node), event: documentEvent(vscode.Uri.file(node.file)) };
  }
  if (node?.kind === 'function' || node?.kind === 'events') {
    const reference = functionOf(node);
    return { reference, event: await activeEventOf(reference, services) };
  }
  if (uri !== undefined && (await isEventDocument(uri, services))) {
    return withFunction(documentEvent(uri), title, services);
  }
  const reference = await chooseFunction(args, title, services);
  return reference && { reference };
}

async function withFunction(
  event: EventReference & { readonly kind: 'document' },
  title: string,
  services: InvocationTargetServices,
) {
  const reference = await functionForEvent(event, title, services);
  return reference && { reference, event };
}

/** The event in the active editor, if it is one of this function. */
export async function activeEventOf(
  reference: FunctionReference,
  services: InvocationTargetServices,
): Promise<EventReference | undefined> {
  const uri = await activeEvent(services);
  if (uri?.scheme !== 'file') return undefined;
  const near = await functionsNear(uri.fsPath, services);
  return near.some(({ file }) => file === reference.file) ? documentEvent(uri) : undefined;
}

const documentEvent = (uri: vscode.Uri) => ({ kind: 'document', uri: uri.toString() }) as const;
