import { emailRuleKey } from '../email/deployEmailRule.ts';
import { forgetRule } from '../warmUp/confirmWarmUp.ts';
import * as vscode from 'vscode';
import { renderLines } from '../../core/deployment/planText.ts';
import type { CallerIdentity } from '../../core/deployment/liveState.ts';
import { goesByItself, planRemoval, removalSteps } from '../../core/removal/removalPlan.ts';
import type { RemovalItem } from '../../core/removal/removalPlan.ts';
import { removalFacts, removalLines, removalName } from '../../core/removal/removalText.ts';
import { readSetting } from '../../editor/settings.ts';
import { checkRegion, startIdentifying } from '../../workflows/pinnedPlace.ts';
import type { PinnedPlace } from '../../workflows/pinnedPlace.ts';
import { carryOutRemoval } from '../../workflows/removal/carryOutRemoval.ts';
import { readBelongings } from '../../workflows/removal/readBelongings.ts';
import type { FoundBelongings } from '../../workflows/removal/readBelongings.ts';
import { accountFunction } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentNode } from '../targets/commandArgument.ts';
import { forgetPlan } from '../plans/confirmPlan.ts';
import { apiPlanKey } from '../restApi/restApiServices.ts';
import { carryOutWithReport, planWithReport } from '../plans/planWithReport.ts';
import { confirmDeletion } from '../version/confirmDeletion.ts';

type Services = Pick<
  CommandServices,
  'accountView' | 'dialogs' | 'clock' | 'connection' | 'functionChanged' | 'log' | 'manifests' | 'memory'
>;

/** What was found, and where. */
interface Planned extends FoundBelongings {
  readonly identity: CallerIdentity;
  readonly region: string;
  /** What the function is remembered by in this workspace. */
  readonly key: string;
}

/** `Lambda: Delete Function and What Belongs to It…`: always asked twice, first for what goes. */
export async function deleteFunction(args: readonly unknown[], services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const target = await removalTarget(args, services);
  if (target === undefined) return;
  const { functionName } = target.manifest;
  const { clock, memory } = services;
  const { planned, connection } = await planWithReport(
    t('Looking for what belongs to {0}', functionName),
    services,
    async (connection, options): Promise<Planned> => {
      checkRegion(target, connection);
      const identity = await (await startIdentifying(target, connection, options)).identifying;
      const { region } = connection;
      const key = [identity.accountId, region, functionName].join('/');
      const before = memory.read('removals')?.[key];
      const context = { connection, clock, ...options };
      const found = await readBelongings(functionName, identity.accountId, before, context);
      return { ...found, identity, region, key };
    },
  );
  const { live, identity, region, key, known } = planned;
  const items = planRemoval(live, { functionName, identity, region });
  const others = Object.entries(memory.read('removals') ?? {}).filter(([one]) => one !== key);
  if (items.length === 0) {
    memory.write('removals', Object.fromEntries(others));
    void services.dialogs.notify('info', t('Nothing of {0} is left', functionName), []);
    return;
  }
  const chosen = await choose(functionName, items, planned, services);
  if (chosen === undefined || chosen.length === 0) return;
  const deletes = chosen.some(({ kind }) => kind === 'function');
  const button = deletes ? t('Delete {0}', functionName) : t('Delete What Belongs to {0}', functionName);
  const message = deletes
    ? t('Delete {0} and what belongs to it?', functionName)
    : t('Delete what belongs to {0}? The function stays.', functionName);
  const facts = [
    ...warnings(items, chosen, planned),
    renderLines(removalLines(items, chosen)),
    '',
    `${t('Function')}: ${functionName}`,
  ];
  const place = { accountId: identity.accountId, region };
  if (!(await confirmDeletion(message, facts, place, button, services))) return;
  // Once the function is gone, nothing but this tells what belonged to it.
  memory.write('removals', Object.fromEntries([...others, [key, known]]));
  const cancelled = (done: string) =>
    t(
      'The deletion of {0} was cancelled. Done before: {1}. Running the command again continues from here.',
      functionName,
      done,
    );
  const gone = await carryOutWithReport(
    { title: button, name: functionName, cancelled },
    (options) => carryOutRemoval(functionName, removalSteps(chosen), { connection, clock }, options),
    services,
  ).finally(() => services.functionChanged(functionName));
  if (!gone) return;
  memory.write('removals', Object.fromEntries(others));
  forget(chosen, planned, services);
  const sentence = deletes
    ? t('{0} deleted', functionName)
    : t('What belonged to {0} was deleted', functionName);
  void services.dialogs.notify('info', sentence, []);
}

/** The function of a row of either view, or one that is picked of all in the account. Undefined when the person gave up. */
async function removalTarget(args: readonly unknown[], services: Services): Promise<PinnedPlace | undefined> {
  const node = argumentNode(args);
  const entry =
    node !== undefined && 'manifest' in node ? services.manifests.entry(node.manifest) : undefined;
  if (entry?.functionName !== undefined) {
    const { functionName, accountId, region, file } = entry;
    return { manifest: { functionName, accountId, region }, manifestFile: file };
  }
  const title = vscode.l10n.t('Delete Function and What Belongs to It');
  const functionName = await accountFunction(args, title, services);
  return functionName === undefined ? undefined : { manifest: { functionName } };
}

function choose(
  functionName: string,
  items: readonly RemovalItem[],
  { notes }: Planned,
  { dialogs, clock }: Pick<Services, 'dialogs' | 'clock'>,
): Promise<readonly RemovalItem[] | undefined> {
  const { t } = vscode.l10n;
  const stays = notes.length === 0 ? [] : [t('not all could be read, and that stays')];
  return dialogs.pickMany({
    title: t('Delete {0}', functionName),
    placeholder: [t('What goes'), ...stays].join(' · '),
    items: items.map((item) => ({
      label: removalName(item),
      detail: removalFacts(item, functionName, clock.now()),
      value: item,
      picked: goesByItself(item),
    })),
    meaning: (chosen) =>
      chosen.length === 1
        ? t('1 of {0} goes', items.length)
        : t('{0} of {1} go', chosen.length, items.length),
  });
}

/** What a person must have read before the lines of the plan. */
function warnings(
  items: readonly RemovalItem[],
  chosen: readonly RemovalItem[],
  { notes }: Planned,
): string[] {
  const { t } = vscode.l10n;
  const isProtected = readSetting('protectedAliases').filter((name) =>
    chosen.some((item) => item.kind === 'function' && item.aliases.includes(name)),
  );
  const deletes = chosen.some(({ kind }) => kind === 'function');
  const sentences = [
    ...isProtected.map((alias) => t('{0} is a protected alias, and goes with the function.', alias)),
    ...chosen.flatMap((item) =>
      item.kind === 'role' && item.usedBy.length > 0
        ? [t('Without the role {0} these functions cannot run: {1}.', item.name, item.usedBy.join(', '))]
        : [],
    ),
    ...(deletes && items.some((item) => item.kind === 'api' && !chosen.includes(item))
      ? [t('Routes that stay answer with an error then.')]
      : []),
    ...notes,
  ];
  return sentences.length === 0 ? [] : [...sentences, ''];
}

/** A function or rule of this name is a new one from now on: its first plan is confirmed again. */
function forget(chosen: readonly RemovalItem[], where: Planned, services: Pick<Services, 'memory'>): void {
  for (const item of chosen) {
    if (item.kind === 'function') forgetPlan(where.key, services);
    if (item.kind === 'warmUp') forgetRule({ ...where, rule: item.rule }, services);
    if (item.kind === 'api') forgetPlan(apiPlanKey(where, item.api), services);
    if (item.kind === 'email') forgetPlan(emailRuleKey(where, item.rule.ruleSet, item.rule.name), services);
  }
}
