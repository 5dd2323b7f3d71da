import * as vscode from 'vscode';
import { eventKey, eventName } from '../../core/events/eventReference.ts';
import type { EventReference } from '../../core/events/eventReference.ts';
import { sampleContext, sampleEvents, sampleText } from '../../core/events/sampleEvents.ts';
import type { SampleContext } from '../../core/events/samples/sampleContext.ts';
import { functionKey } from '../../core/functionReference.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { back } from '../../editor/multiStep.ts';
import type { Answer, StepPosition } from '../../editor/multiStep.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import { activeEvent } from './activeEvent.ts';
import { eventsUsed } from './recentEvents.ts';

type Services = Pick<
  CommandServices,
  'memory' | 'manifests' | 'events' | 'parsedManifests' | 'files' | 'dialogs' | 'clock'
>;

/** Asks for an event of a function: one used lately, one of its files, `{}`, or a generated sample. */
export async function chooseEvent(
  reference: FunctionReference,
  title: string,
  services: Services,
): Promise<EventReference | undefined> {
  const source = await runnableFunction(reference, services);
  const files = await eventFilesOf(reference, services);
  const context = sampleContext(source.manifest, services.clock.now());
  const items = eventItems(eventsUsed(functionKey(reference), services), files, context);
  const placeholder = vscode.l10n.t('Event to send');
  const event = await services.dialogs.pick({ title, placeholder, items });
  return event === back ? undefined : event;
}

/**
 * The same for a function in AWS: the active editor's event first, and those of the manifests that name the function, or
 * all of the workspace where none does.
 */
export async function chooseDeployedEvent(
  functionName: string,
  title: string,
  services: Services,
  position: StepPosition,
): Promise<Answer<EventReference>> {
  const { manifests, events, dialogs, clock } = services;
  const named = await manifests.named(functionName);
  const own = await Promise.all(named.map((file) => eventFilesOf({ kind: 'manifest', file }, services)));
  const files = named.length > 0 ? own.flat() : (await events.all()).map(documentEvent);
  const active = await activeEvent(services);
  const first: EventReference[] = active === undefined ? [] : [{ kind: 'document', uri: active.toString() }];
  const used = [...first, ...eventsUsed(`aws:${functionName}`, services)];
  const recent = used.filter(
    (one, at) => used.findIndex((other) => eventKey(other) === eventKey(one)) === at,
  );
  const items = eventItems(recent, files, { functionName, now: clock.now() });
  const placeholder = vscode.l10n.t('Event for {0}', functionName);
  return dialogs.pick<EventReference>({ title, placeholder, items }, position);
}

function eventItems(
  recent: readonly EventReference[],
  files: readonly EventReference[],
  context: SampleContext,
): PickItem<EventReference>[] {
  const used = new Set(recent.map(eventKey));
  const others = files.filter((event) => !used.has(eventKey(event)));
  const samples = sampleChoices(context).filter(({ event }) => !used.has(eventKey(event)));
  const separator = (label: string): PickItem<EventReference> => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  return [
    ...recent.map((event) => item('history', event, describe(event))),
    ...(others.length > 0 ? [separator(vscode.l10n.t('Events of the function'))] : []),
    ...others.map((event) => item('json', event, describe(event))),
    separator(vscode.l10n.t('Generated samples')),
    ...samples.map(({ event, description }) => item('sparkle', event, description)),
  ];
}

function item(icon: string, event: EventReference, description: string): PickItem<EventReference> {
  return { label: `$(${icon}) ${eventName(event)}`, description, value: event };
}

function describe(event: EventReference): string {
  return event.kind === 'text'
    ? vscode.l10n.t('generated')
    : vscode.workspace.asRelativePath(vscode.Uri.parse(event.uri));
}

async function eventFilesOf(
  { kind, file }: FunctionReference,
  { manifests, events }: Pick<Services, 'manifests' | 'events'>,
): Promise<EventReference[]> {
  const entry = kind === 'manifest' ? await manifests.refresh(file) : undefined;
  const files = entry === undefined ? [] : await events.eventsOf(entry);
  return files.map(documentEvent);
}

const documentEvent = (path: string): EventReference => ({
  kind: 'document',
  uri: vscode.Uri.file(path).toString(),
});

function sampleChoices(context: SampleContext): { event: EventReference; description: string }[] {
  const empty = {
    event: { kind: 'text', name: '{}', text: '{}' } as const,
    description: vscode.l10n.t('an empty object'),
  };
  return [
    empty,
    ...sampleEvents().map((sample) => ({
      event: { kind: 'text', name: sample.label, text: sampleText(sample, context) } as const,
      description: sample.description,
    })),
  ];
}
