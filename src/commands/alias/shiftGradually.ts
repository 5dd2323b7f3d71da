import * as vscode from 'vscode';
import { actProgress } from '../../core/aliases/aliasChange.ts';
import { pointerOf, versionsOf } from '../../core/aliases/aliasPointer.ts';
import { pointerAt, shiftSteps, stepsAbove, stepsText } from '../../core/aliases/gradualShift.ts';
import type { GradualShift } from '../../core/aliases/gradualShift.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { percent } from '../../core/functions/aliasText.ts';
import { readSetting } from '../../editor/settings.ts';
import { aliasKey } from './aliasMemory.ts';
import { placeOfAlias } from './aliasPlace.ts';
import {
  aliasQuestion,
  answersOf,
  askWhatIsMissing,
  functionQuestion,
  seenAlias,
  withAnswer,
} from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange, underProgress } from './carryOutAliasChange.ts';
import { checkVersions, secondVersionQuestion } from './shiftTraffic.ts';
import { shiftKey, watchGradually } from './watchGradually.ts';

/**
 * `Lambda: Shift Traffic Gradually…`: the steps of the setting `shift.steps`, each watched by the version's errors. One
 * that is remembered and not watched any more is taken up again.
 */
export async function shiftTrafficGradually(
  args: readonly unknown[],
  services: AliasServices,
): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Shift Traffic Gradually');
  const steps = shiftSteps(readSetting('shift.steps'));
  if (steps === undefined) throw aliasFailures.badShiftSteps();
  let left: GradualShift | undefined;
  const secondVersion = secondVersionQuestion(title, services);
  const answers = await askWhatIsMissing(answersOf(args), [
    ['functionName', functionQuestion(title, services)],
    ['alias', aliasQuestion(title, services)],
    [
      'version',
      async (state, position) => {
        left = remembered(state.functionName, await seenAlias(state, services), services);
        return left === undefined ? secondVersion(state, position) : withAnswer(state, 'version', left.to);
      },
    ],
  ]);
  if (answers === undefined) return;
  if (left !== undefined) return watchGradually(left, services);
  const { functionName, alias, version } = answers;
  const seen = await seenAlias(answers, services);
  const share = seen.routing[version] ?? 0;
  const ahead = stepsAbove(steps, share);
  if (ahead.length < 2) throw aliasFailures.shiftAbove(alias, version, percent(share), stepsText(steps));
  const { functionArn } = placeOfAlias(seen);
  const [from = ''] = versionsOf(pointerOf(seen));
  const shift: GradualShift = {
    ...{ functionName, alias, functionArn, from, to: version, steps: ahead, at: 0 },
    ...{ since: services.clock.now(), threshold: Math.max(0, readSetting('shift.errorThreshold')) },
  };
  await proveMetrics(shift, services);
  const to = pointerAt(shift, 0);
  const begun = await carryOutAliasChange(
    { act: 'shiftGradually', functionName, alias, seen, to },
    services,
    {
      check: (facts) => checkVersions(alias, facts),
      more: [
        `${t('Steps')}: ${stepsText(ahead)}`,
        `${t('Returned')}: ${t('when more than {0} of the calls fail', percent(shift.threshold / 100))}`,
      ],
    },
  );
  if (begun) await watchGradually({ ...shift, since: services.clock.now() }, services);
}

function remembered(
  functionName: string,
  seen: LiveAlias,
  { memory, shifting }: Pick<AliasServices, 'memory' | 'shifting'>,
): GradualShift | undefined {
  const key = aliasKey({ functionName, alias: seen.name, place: placeOfAlias(seen) });
  if (shifting.has(key)) throw aliasFailures.shiftingAlready(seen.name, functionName);
  return (memory.read('gradualShifts') ?? []).find((shift) => shiftKey(shift) === key);
}

/** Who may not read metrics learns it before anything is changed. */
async function proveMetrics(
  { functionName, alias, to }: GradualShift,
  services: AliasServices,
): Promise<void> {
  const title = actProgress({ act: 'shiftGradually', functionName, alias });
  await underProgress(title, services, (run) => {
    const now = services.clock.now();
    const which = { functionName, alias, version: to };
    return run.connection.metrics.countCalls(which, now - 60_000, now, run);
  });
}
