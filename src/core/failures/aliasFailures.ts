import { t } from '@vscode/l10n';
import { createAlias, moveAlias } from './nextActions.ts';
import { Failure } from './failure.ts';
import type { NextAction } from './failure.ts';

/** What stops a change of an alias: one factory per failure. Nothing was changed then. */
export const aliasFailures = {
  none: (functionName: string) =>
    new Failure('alias.none', t('{0} has no alias yet. Create one first.', functionName), {
      actions: [createAlias(functionName)],
    }),
  noneWeighted: (functionName: string) =>
    new Failure('alias.noneWeighted', t('No alias of {0} is shifting traffic.', functionName)),
  notWeighted: (alias: string, target: string) =>
    new Failure(
      'alias.notWeighted',
      t('{0} is not shifting traffic: all of its calls go to {1}.', alias, target),
    ),
  gone: (alias: string, functionName: string) =>
    new Failure(
      'alias.gone',
      t('{0} was deleted by someone else: {1} has no such alias any more.', alias, functionName),
    ),
  exists: (alias: string, functionName: string) =>
    new Failure('alias.exists', t('{1} has an alias {0} already. Choose another name.', alias, functionName)),
  versionGone: (version: string, functionName: string) =>
    new Failure(
      'alias.versionGone',
      t('{0} has no version {1} any more. Choose another one.', functionName, version),
    ),
  otherFunction: (alias: string, own: string, functionName: string) =>
    new Failure(
      'alias.otherFunction',
      t('{0} is an alias of {1}: it cannot point to a version of {2}.', alias, own, functionName),
    ),
  shiftFromLatest: (alias: string, functionName: string) =>
    new Failure(
      'alias.shiftFromLatest',
      t(
        '{0} points to $LATEST, and Lambda splits traffic between published versions only. Move {0} to a version first.',
        alias,
      ),
      { actions: [moveAlias(functionName, alias)] },
    ),
  shiftToLatest: (alias: string) =>
    new Failure(
      'alias.shiftToLatest',
      t(
        'Lambda splits traffic between published versions only, so {0} cannot send a part of it to $LATEST. Publish a version first.',
        alias,
      ),
    ),
  shiftToItself: (alias: string, version: string) =>
    new Failure(
      'alias.shiftToItself',
      t(
        '{0} points to {1} already, and the version that it points to gets what the other one leaves. Choose another version.',
        alias,
        version,
      ),
    ),
  shiftAcrossRoles: (alias: string, main: string, second: string) =>
    new Failure(
      'alias.shiftAcrossRoles',
      t(
        'Versions {1} and {2} have different execution roles, and Lambda splits the traffic of {0} only between versions with the same one. Move {0} instead.',
        alias,
        main,
        second,
      ),
    ),
  shiftAcrossQueues: (alias: string, main: string, second: string) =>
    new Failure(
      'alias.shiftAcrossQueues',
      t(
        'Versions {1} and {2} have different dead-letter settings, and Lambda splits the traffic of {0} only between versions with the same one. Move {0} instead.',
        alias,
        main,
        second,
      ),
    ),
  onlyVersion: (alias: string, functionName: string) =>
    new Failure(
      'alias.onlyVersion',
      t(
        '{1} has no other published version that {0} could send a part of its traffic to. Publish one first.',
        alias,
        functionName,
      ),
    ),
  badShiftSteps: () =>
    new Failure(
      'alias.badShiftSteps',
      t(
        'The setting shift.steps holds no steps. Each needs a percentage from 0 to 100, more than the step before, and minutes, such as { "percent": 10, "minutes": 5 }.',
      ),
      { actions: [openSetting(t('Change Steps'), 'shift.steps')] },
    ),
  shiftingAlready: (alias: string, functionName: string) =>
    new Failure(
      'alias.shiftingAlready',
      t('The traffic of {0} of {1} is being shifted gradually already, in this window.', alias, functionName),
    ),
  shiftAbove: (alias: string, version: string, now: string, steps: string) =>
    new Failure(
      'alias.shiftAbove',
      t(
        '{0} sends {2} to {1} already, more than any step before the last one ({3}). Finish the shift, or change the steps.',
        alias,
        version,
        now,
        steps,
      ),
      { actions: [openSetting(t('Change Steps'), 'shift.steps')] },
    ),
  watchEnded: (shift: { functionName: string; alias: string }, target: string, cause: unknown) =>
    new Failure(
      'alias.watchEnded',
      t(
        'The gradual shift of {0} of {1} is not watched any more: {2} It is left at {3}.',
        shift.alias,
        shift.functionName,
        cause instanceof Failure ? cause.message : t('something unexpected went wrong.'),
        target,
      ),
      { cause, actions: [watchAgain(shift.functionName, shift.alias)] },
    ),
  shiftElsewhere: (account: string, region: string) =>
    new Failure(
      'alias.shiftElsewhere',
      t('it is in account {0}, region {1}, and this window is connected elsewhere.', account, region),
    ),
  shiftReturned: (
    { functionName, alias, from, to }: { functionName: string; alias: string; from: string; to: string },
    calls: string,
    threshold: string,
  ) =>
    new Failure(
      'alias.shiftReturned',
      t(
        '{0} of {1} was returned to {2}, as too many calls of {3} failed: {4}, and {5} are allowed.',
        alias,
        functionName,
        from,
        to,
        calls,
        threshold,
      ),
      { actions: [compareWith(functionName, to)] },
    ),
  noHistory: (alias: string, functionName: string) =>
    new Failure(
      'alias.noHistory',
      t(
        'Where {0} pointed before is not known here: only changes made from this workspace are remembered, and those in tags (setting aliases.historyInTags). Move it instead.',
        alias,
      ),
      { actions: [moveAlias(functionName, alias)] },
    ),
  notInOrder: (alias: string, order: readonly string[]) =>
    new Failure(
      'alias.notInOrder',
      t(
        '{0} is not in the order of promotion ({1}), so what comes after it is not known.',
        alias,
        order.join(' → '),
      ),
      { actions: [changeOrder()] },
    ),
  lastInOrder: (alias: string) =>
    new Failure(
      'alias.lastInOrder',
      t('{0} is the last one in the order of promotion: there is nothing to promote to.', alias),
      { actions: [changeOrder()] },
    ),
  promoteWeighted: (alias: string, next: string) =>
    new Failure(
      'alias.promoteWeighted',
      t(
        '{0} is shifting traffic between two versions, so it is not clear which one {1} is to take. Finish or abort the shift first.',
        alias,
        next,
      ),
    ),
  latestChanged: (functionName: string) =>
    new Failure(
      'alias.latestChanged',
      t(
        '$LATEST of {0} was changed by someone else meanwhile. Nothing was published or moved. Promote again to see what it is now.',
        functionName,
      ),
    ),
  smokeTestFailed: (alias: string, version: string, event: string) =>
    new Failure(
      'alias.smokeTestFailed',
      t('{0} was not changed: its smoke test {1} failed on {2}.', alias, event, version),
    ),
};

const changeOrder = (): NextAction => openSetting(t('Change Order'), 'promotionOrder');

const openSetting = (title: string, name: string): NextAction => ({
  kind: 'openSetting',
  title,
  setting: `lambdaWorkbench.${name}`,
});

const watchAgain = (functionName: string, alias: string): NextAction => ({
  kind: 'runCommand',
  title: t('Watch Again'),
  command: 'lambdaWorkbench.shiftTrafficGradually',
  args: [{ kind: 'alias', functionName, alias }],
});

const compareWith = (functionName: string, version: string): NextAction => ({
  kind: 'runCommand',
  title: t('Compare Versions…'),
  command: 'lambdaWorkbench.compareVersions',
  args: [{ kind: 'version', functionName, version }],
});
