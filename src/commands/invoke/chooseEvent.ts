import * as vscode from 'vscode';
import { eventKey, eventName } from '../../core/events/eventReference.ts';
import type { EventReference } from '../../core/events/eventReference.ts';
import { sampleContext, sampleEvents, sampleText } from '../../core/events/sampleEvents.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { back } from '../../editor/multiStep.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
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
  const { dialogs } = services;
  const recent = eventsUsed(reference, services);
  const used = new Set(recent.map(eventKey));
  const files = (await eventFilesOf(reference, services)).filter((event) => !used.has(eventKey(event)));
  const samples = (await sampleChoices(reference, services)).filter(
    ({ event }) => !used.has(eventKey(event)),
  );
  const separator = (label: string): PickItem<EventReference> => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  const items: PickItem<EventReference>[] = [
    ...recent.map((event) => item('history', event, describe(event))),
    ...(files.length > 0 ? [separator(vscode.l10n.t('Events of the function'))] : []),
    ...files.map((event) => item('json', event, describe(event))),
    separator(vscode.l10n.t('Generated samples')),
    ...samples.map(({ event, description }) => item('sparkle', event, description)),
  ];
  const event = await dialogs.pick({ title, placeholder: vscode.l10n.t('Event to send'), items });
  return event === back ? undefined : event;
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
  return files.map((path) => ({ kind: 'document', uri: vscode.Uri.file(path).toString() }));
}

async function sampleChoices(
  reference: FunctionReference,
  services: Pick<Services, 'parsedManifests' | 'files' | 'clock'>,
): Promise<{ event: EventReference; description: string }[]> {
  const { source } = await runnableFunction(reference, services);
  const context = sampleContext(source.manifest, services.clock.now());
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
