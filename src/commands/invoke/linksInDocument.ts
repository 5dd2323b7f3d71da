import * as vscode from 'vscode';
import { functionKey } from '../../core/functionReference.ts';
import type { FunctionReference, InvokedReference } from '../../core/functionReference.ts';
import type { DeployedReference } from '../../core/invocations/deployedReference.ts';
import { frameLinks } from '../../core/invocations/stackFrames.ts';
import type { FrameLink } from '../../core/invocations/stackFrames.ts';
import type { FunctionAt } from '../../editor/providers/frameLinks.ts';
import { framePlaces } from '../../workflows/local/framePlaces.ts';
import type { CodePlace } from '../../workflows/portsForBuild.ts';
import type { FunctionSource } from '../../workflows/resolveFunction.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';

type Services = Pick<CommandServices, 'builder' | 'files' | 'manifests' | 'parsedManifests'>;

/** Links from the stack frames of a result or a log to the workspace. */
export async function linksInDocument(
  document: vscode.TextDocument,
  functionAt: FunctionAt,
  token: vscode.CancellationToken,
  services: Services,
): Promise<vscode.DocumentLink[]> {
  const frames = new Map<string, { of: InvokedReference | string; frames: FrameLink[] }>();
  for (const frame of frameLinks(document.getText())) {
    const of = functionAt(document.positionAt(frame.offset).line);
    if (of === undefined) continue;
    const key = typeof of === 'string' ? `aws:${of}` : functionKey(of);
    const known = frames.get(key);
    if (known === undefined) frames.set(key, { of, frames: [frame] });
    else known.frames.push(frame);
  }
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  const { signal } = controller;
  const found = [...frames.values()].map(async ({ of, frames }) => {
    const source = await sourceOf(of, services);
    const places = source === undefined ? [] : await framePlaces(source, frames, services, { signal });
    return frames.flatMap((frame, index) => {
      const place = places[index];
      return place === undefined ? [] : [linkTo(place, frame, document)];
    });
  });
  try {
    return (await Promise.all(found)).flat();
  } finally {
    subscription.dispose();
  }
}

/** Of a function in AWS where one manifest of the workspace names it. Undefined where it is not to be had. */
async function sourceOf(
  of: InvokedReference | string,
  services: Services,
): Promise<FunctionSource | undefined> {
  const reference = typeof of === 'object' && of.kind !== 'deployed' ? of : await deployedFrom(of, services);
  if (reference === undefined) return undefined;
  return runnableFunction(reference, services).catch(() => undefined);
}

async function deployedFrom(
  of: DeployedReference | string,
  { manifests }: Services,
): Promise<FunctionReference | undefined> {
  const name = typeof of === 'string' ? of.replace(/:.*/, '') : of.functionName;
  const [file, ...others] = await manifests.named(name);
  return file === undefined || others.length > 0 ? undefined : { kind: 'manifest', file };
}

function linkTo(
  { file, line, column }: CodePlace,
  { offset, length }: FrameLink,
  document: vscode.TextDocument,
): vscode.DocumentLink {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const fragment = `L${line}${column === undefined ? '' : `,${column}`}`;
  const link = new vscode.DocumentLink(range, vscode.Uri.file(file).with({ fragment }));
  link.tooltip = vscode.l10n.t('Open {0}, line {1}', vscode.workspace.asRelativePath(file), line);
  return link;
}
