import * as vscode from 'vscode';
import { back } from './multiStep.ts';
import type { Dialogs } from './dialogs.ts';

/** VS Code's proxy settings, as the AWS clients take them. */
export function proxySettings() {
  const http = vscode.workspace.getConfiguration('http');
  const url = http.get<string>('proxy', '');
  return {
    url: url === '' ? undefined : url,
    noProxy: http.get<string[]>('noProxy', []),
    strictSsl: http.get<boolean>('proxyStrictSSL', true),
  };
}

/** Asks for the code of an MFA device; undefined when the person gave up. */
export async function askMfaCode(serial: string, dialogs: Dialogs): Promise<string | undefined> {
  const answer = await dialogs.input({
    title: vscode.l10n.t('AWS sign-in'),
    prompt: vscode.l10n.t('Code of the MFA device {0}', serial),
    validate: (text) => (/^\d{6}$/.test(text) ? undefined : vscode.l10n.t('This must be six digits.')),
  });
  return answer === back ? undefined : answer;
}
