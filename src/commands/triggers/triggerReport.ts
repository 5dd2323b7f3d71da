import * as vscode from 'vscode';
import { isCancellation } from '../../core/failures/failure.ts';
import { withLateProgress, withProgress } from '../../editor/progress.ts';
import type { Report } from '../../editor/progress.ts';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import type { CommandServices } from '../commandServices.ts';

/** A plan, what it was made with, and where it goes, for titles. */
export interface PlannedThere<Planned> {
  readonly planned: Planned;
  readonly connection: AwsConnection;
  /** `123456789012 · eu-west-1`, `local sandbox · us-east-1`. */
  readonly place: string;
}

/** Connects and plans; shown, and cancellable, when it takes a while. Writes nothing. */
export async function planThere<
  Planned extends { readonly identity: { readonly accountId: string }; readonly region: string },
>(
  title: string,
  plan: (connection: AwsConnection, options: CallOptions & { onWaiting: Report }) => Promise<Planned>,
  services: Pick<CommandServices, 'connection'>,
): Promise<PlannedThere<Planned>> {
  const controller = new AbortController();
  const { signal } = controller;
  const sandbox = services.connection.usesSandbox;
  return withLateProgress(title, controller, async (report) => {
    const connection = await services.connection.open({ signal, onProgress: report });
    const planned = await plan(connection, { signal, onWaiting: report });
    const { identity, region } = planned;
    const where = sandbox
      ? [vscode.l10n.t('local sandbox'), region]
      : [identity.accountId, region, connection.endpoint];
    return { planned, connection, place: where.filter((part) => part !== undefined).join(' · ') };
  });
}

/** What a workflow tells while it carries out a plan. */
interface Telling extends CallOptions {
  readonly onStep: (text: string, index: number, count: number) => void;
  readonly onWaiting: Report;
  readonly onDone: (text: string) => void;
}

/**
 * Carries out a plan; true when all of it is done. A cancellation after something had been done is not silent: the person
 * is told what.
 * @param words.cancelled the sentence for that, of what was done
 */
export async function carryOutThere(
  words: { readonly title: string; readonly name: string; readonly cancelled: (done: string) => string },
  functionName: string,
  run: (telling: Telling) => Promise<void>,
  { dialogs, log, functionChanged }: Pick<CommandServices, 'dialogs' | 'log' | 'functionChanged'>,
): Promise<boolean> {
  const done: string[] = [];
  try {
    await withProgress(words.title, (signal, report) =>
      run({
        signal,
        onStep: (text, index, count) => report(`${index + 1}/${count} ${text}…`),
        onWaiting: report,
        onDone: (text) => {
          done.push(text);
          log.info(`${words.name}: ${text}`);
        },
      }),
    );
    return true;
  } catch (error) {
    if (!isCancellation(error) || done.length === 0) throw error;
    const sentence = words.cancelled(done.join(', '));
    log.info(sentence);
    void dialogs.notify('info', sentence, []);
    return false;
  } finally {
    functionChanged(functionName);
  }
}
