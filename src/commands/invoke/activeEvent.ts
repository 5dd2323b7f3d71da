import * as vscode from 'vscode';
import { isEventFile } from '../../core/events/eventFiles.ts';
import { isManifestFile } from '../../core/manifest/namedManifest.ts';
import type { CommandServices } from '../commandServices.ts';

type Services = Pick<CommandServices, 'manifests'>;

/**
 * Whether a document can be sent as an event: an event file, or else any JSON that is open, saved or not, and is neither a
 * manifest nor named by one.
 */
export async function isEventDocument(uri: vscode.Uri, { manifests }: Services): Promise<boolean> {
  if (uri.scheme !== 'file' && uri.scheme !== 'untitled') return false;
  const entries = await manifests.all();
  if (isEventFile(uri.fsPath, entries)) return true;
  if (isManifestFile(uri.fsPath)) return false;
  const named = entries.some((entry) =>
    [entry.trustPolicyFile, ...entry.permissionFiles, ...entry.environmentFiles].includes(uri.fsPath),
  );
  return !named && (uri.fsPath.endsWith('.json') || isOpenJson(uri));
}

/** The document in the active editor, if it can be sent as an event. */
export async function activeEvent(services: Services): Promise<vscode.Uri | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri !== undefined && (await isEventDocument(uri, services)) ? uri : undefined;
}

const isOpenJson = (uri: vscode.Uri): boolean =>
  vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri.toString() && /^jsonc?$/.test(document.languageId),
  );
