import * as vscode from 'vscode';
import { pointerText } from '../../core/aliases/aliasChange.ts';
import type { AliasAct } from '../../core/aliases/aliasChange.ts';
import { pointerOf, pointerTo } from '../../core/aliases/aliasPointer.ts';
import { callsText, pointerAt } from '../../core/aliases/gradualShift.ts';
import type { GradualShift } from '../../core/aliases/gradualShift.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { percent } from '../../core/functions/aliasText.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import { withProgress } from '../../editor/progress.ts';
import { watchShift } from '../../workflows/aliases/watchShift.ts';
import type { ShiftOutcome, ShiftRun } from '../../workflows/aliases/watchShift.ts';
import type { AwsConnection } from '../../workflows/ports.ts';
import { aliasKey, rememberFormer } from './aliasMemory.ts';
import { placeOf } from './aliasPlace.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange, underProgress } from './carryOutAliasChange.ts';

export const shiftKey = ({ functionName, alias, functionArn }: GradualShift): string =>
  aliasKey({ functionName, alias, place: placeOf({ arn: functionArn }) });

/**
 * Watches a shift that has begun until it is over, in a notification that can be cancelled: then the person says where the
 * alias is to stay, and no answer goes on watching. Rejects with `alias.shiftReturned` when too many calls failed, and with
 * `alias.watchEnded` when the account cannot be reached any more; such a shift stays remembered.
 */
export async function watchGradually(shift: GradualShift, services: AliasServices): Promise<void> {
  const { shifting } = services;
  const key = shiftKey(shift);
  if (shifting.has(key)) throw aliasFailures.shiftingAlready(shift.alias, shift.functionName);
  shifting.add(key);
  let current = shift;
  remember(current, services);
  try {
    for (;;) {
      const outcome = await watchOnce(current, services, (now) => {
        current = now;
      });
      if (outcome !== undefined) {
        tell(outcome, current, services);
        return;
      }
      if (await leftByPerson(current, services)) return;
    }
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw aliasFailures.watchEnded(shift, pointerText(pointerAt(current, current.at)), error);
  } finally {
    shifting.delete(key);
    services.functionChanged(shift.functionName);
  }
}

/** Undefined when the person cancelled. */
async function watchOnce(
  shift: GradualShift,
  services: AliasServices,
  onMoved: (shift: GradualShift) => void,
): Promise<ShiftOutcome | undefined> {
  const { functionName, alias, from, to } = shift;
  const title = vscode.l10n.t('Shifting {0} of {1} from {2} to {3}', alias, functionName, from, to);
  try {
    return await withProgress(title, async (signal, report) => {
      const connection = await services.connection.open({ signal, onProgress: report });
      await checkPlace(shift, connection, signal);
      const run: ShiftRun = {
        ...{ connection, functions: connection.functions, clock: services.clock, signal },
        onWaiting: report,
        onChanged: async (moved, before, now) => {
          if (moved !== undefined) {
            remember(moved, services);
            onMoved(moved);
          }
          services.log.info(`${functionName}: ${alias} → ${pointerText(now)}`);
          services.functionChanged(functionName);
          const which = { functionName, alias, place: placeOf({ arn: shift.functionArn }) };
          await rememberFormer(which, before, now, connection, services, run);
        },
      };
      return watchShift(shift, run);
    });
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return undefined;
  }
}

/** A shift is of one account and region; this window may be connected elsewhere since. */
async function checkPlace(
  shift: GradualShift,
  connection: AwsConnection,
  signal: AbortSignal,
): Promise<void> {
  const { accountId } = await connection.identity.callerIdentity({ signal });
  const { account, region } = placeOf({ arn: shift.functionArn });
  if (accountId !== account || connection.region !== region)
    throw aliasFailures.shiftElsewhere(account, region);
}

function tell(outcome: ShiftOutcome, shift: GradualShift, services: AliasServices): void {
  const { t } = vscode.l10n;
  const { functionName, alias, to, threshold } = shift;
  forget(shift, services);
  switch (outcome.kind) {
    case 'finished':
      void services.dialogs.notify('info', t('{0} of {1} points to {2} now.', alias, functionName, to), []);
      return;
    case 'returned': {
      const failure = aliasFailures.shiftReturned(shift, callsText(outcome.calls), percent(threshold / 100));
      showFailure(failure, t('Shift Traffic Gradually'), services);
      return;
    }
    case 'changedByOthers': {
      const sentence =
        outcome.theirs === undefined
          ? t('{0} of {1} was deleted, so its gradual shift is over.', alias, functionName)
          : t(
              '{0} of {1} was changed to {2}, so its gradual shift is over.',
              alias,
              functionName,
              pointerText(pointerOf(outcome.theirs)),
            );
      void services.dialogs.notify('info', sentence, []);
    }
  }
}

/** Asks where the alias is to stay. False: the person wants to go on watching. */
async function leftByPerson(shift: GradualShift, services: AliasServices): Promise<boolean> {
  const { t } = vscode.l10n;
  const { functionName, alias, from, to } = shift;
  const { account, region } = placeOf({ arn: shift.functionArn });
  const now = pointerText(pointerAt(shift, shift.at));
  const buttons = {
    leave: t('Leave at {0}', now),
    abort: t('Return {0} to {1}', alias, from),
    finish: t('Move {0} to {1}', alias, to),
  };
  const lines = [
    `${t('Function')}: ${functionName}`,
    `${t('Alias')}: ${alias}`,
    `${t('It is now')}: ${now}`,
    `${t('Account')}: ${account}`,
    `${t('Region')}: ${region}`,
  ];
  const chosen = await services.dialogs.confirm({
    message: t('Where is {0} of {1} to stay?', alias, functionName),
    detail: lines.join('\n'),
    buttons: [buttons.abort, buttons.leave, buttons.finish],
    close: t('Keep Watching'),
    warning: true,
  });
  if (chosen === undefined) return false;
  if (chosen !== buttons.leave) await end(chosen === buttons.finish ? 'finish' : 'abort', shift, services);
  forget(shift, services);
  return true;
}

async function end(
  act: Extract<AliasAct, 'finish' | 'abort'>,
  shift: GradualShift,
  services: AliasServices,
): Promise<void> {
  const { functionName, alias, from, to } = shift;
  const title = vscode.l10n.t('Reading {0} of {1}', alias, functionName);
  const seen = await underProgress(title, services, (run) =>
    run.functions.readAlias(functionName, alias, run),
  );
  if (seen === undefined) throw aliasFailures.gone(alias, functionName);
  const change = { act, functionName, alias, seen, to: pointerTo(act === 'finish' ? to : from) };
  await carryOutAliasChange(change, services, { confirmed: true });
}

/** Takes up what was under way when the window closed. */
export async function resumeShifts(services: AliasServices): Promise<void> {
  const title = vscode.l10n.t('Shift Traffic Gradually');
  const shifts = services.memory.read('gradualShifts') ?? [];
  await Promise.all(
    shifts.map((shift) =>
      watchGradually(shift, services).catch((error: unknown) => showFailure(error, title, services)),
    ),
  );
}

function remember(shift: GradualShift, { memory }: Pick<AliasServices, 'memory'>): void {
  memory.write('gradualShifts', [...others(shift, memory), shift]);
}

function forget(shift: GradualShift, { memory }: Pick<AliasServices, 'memory'>): void {
  memory.write('gradualShifts', others(shift, memory));
}

const others = (shift: GradualShift, memory: AliasServices['memory']): GradualShift[] =>
  (memory.read('gradualShifts') ?? []).filter((other) => shiftKey(other) !== shiftKey(shift));
