import * as vscode from 'vscode';
import type { CallerIdentity } from '../../core/deployment/liveState.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { withLateProgress, withProgress } from '../../editor/progress.ts';
import type { StepOptions } from '../../workflows/performSteps.ts';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import type { CommandServices } from '../commandServices.ts';

/** A plan, what it was made with, and where it goes, for titles. */
export interface PlannedHere<Planned> {
  readonly planned: Planned;
  readonly connection: AwsConnection;
  /** `123456789012 · eu-west-1`, `local sandbox · us-east-1`. */
  readonly place: string;
}

interface Identified {
  readonly identity: Pick<CallerIdentity, 'accountId'>;
}

/**
 * Connects and plans; shown, and cancellable, when it takes a while. Writes nothing. Undefined where the plan is: a person
 * was asked and gave up.
 */
export async function planWithReport<Planned extends Identified | undefined>(
  title: string,
  services: Pick<CommandServices, 'connection'>,
  plan: (
    connection: AwsConnection,
    options: CallOptions & { readonly onWaiting: (text: string) => void },
  ) => Promise<Planned>,
): Promise<PlannedHere<NonNullable<Planned>> | Extract<Planned, undefined>> {
  const controller = new AbortController();
  const { signal } = controller;
  const sandbox = services.connection.usesSandbox;
  return withLateProgress(title, controller, async (report) => {
    const connection = await services.connection.open({ signal, onProgress: report });
    const planned = await plan(connection, { signal, onWaiting: report });
    if (planned === undefined) return undefined as Extract<Planned, undefined>;
    const { region, endpoint } = connection;
    const where = sandbox
      ? [vscode.l10n.t('local sandbox'), region]
      : [planned.identity.accountId, region, endpoint];
    return { planned, connection, place: where.filter((part) => part !== undefined).join(' · ') };
  });
}

/**
 * Carries out a plan; true when all of it is done. A cancellation after something had been done is not silent: the person
 * is told what.
 */
export async function carryOutWithReport(
  {
    title,
    name,
    cancelled,
  }: {
    readonly title: string;
    /** Of what is changed, for the log. */
    readonly name: string;
    /** What to say of a cancellation, given what had been done. */
    readonly cancelled: (done: string) => string;
  },
  run: (options: StepOptions & { readonly onWaiting: (text: string) => void }) => Promise<unknown>,
  { dialogs, log }: Pick<CommandServices, 'dialogs' | 'log'>,
): Promise<boolean> {
  const done: string[] = [];
  try {
    await withProgress(title, (signal, report) =>
      run({
        signal,
        onStep: (text, index, count) => report(`${index + 1}/${count} ${text}…`),
        onWaiting: report,
        onDone: (text) => {
          done.push(text);
          log.info(`${name}: ${text}`);
        },
      }),
    );
    return true;
  } catch (error) {
    if (!isCancellation(error) || done.length === 0) throw error;
    const sentence = cancelled(done.join(', '));
    log.info(sentence);
    void dialogs.notify('info', sentence, []);
    return false;
  }
}
