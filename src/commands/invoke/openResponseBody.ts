import * as vscode from 'vscode';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import { formatJson } from '../../core/invocations/formatJson.ts';
import { proxyResponse } from '../../core/invocations/proxyResponse.ts';
import type { CommandServices } from '../commandServices.ts';
import { chosenResult } from './chosenInvocation.ts';

/** `Lambda: Open Response Body`: of a proxy response, as JSON, as a page, or as text, whatever it is. */
export async function openResponseBody(
  args: readonly unknown[],
  services: Pick<CommandServices, 'history' | 'results' | 'preview'>,
): Promise<void> {
  const { invocation, outcome } = chosenResult(args, services);
  const response = proxyResponse(outcome.payload);
  if (response === undefined) throw invocationFailures.noResponseBody();
  const { body, kind } = response;
  const name = vscode.l10n.t('{0} body', invocation.functionName);
  switch (kind) {
    case 'html':
      services.preview.show(name, body);
      break;
    case 'json':
      await services.results.showText(name, formatJson(body) ?? body, 'json');
      break;
    case 'text':
      await services.results.showText(name, body, 'plaintext');
      break;
  }
}
