import * as vscode from 'vscode';
import { runFlow } from '../../editor/multiStep.ts';
import type { FlowStep, StepPosition } from '../../editor/multiStep.ts';
import { withLateProgress } from '../../editor/progress.ts';
import { compareVersions as compare } from '../../workflows/versions/compareVersions.ts';
import type { VersionComparison } from '../../workflows/versions/compareVersions.ts';
import { accountArgument, accountFunction } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { deployedSide, differencesOf, showDifferences } from './showDifferences.ts';
import type { Difference } from './showDifferences.ts';
import { pickVersion } from './versionTarget.ts';

type Services = Pick<
  CommandServices,
  'accountView' | 'dialogs' | 'clock' | 'connection' | 'codeStore' | 'reports'
>;

interface Pair {
  readonly first: string | undefined;
  readonly second: string | undefined;
}

/** `Lambda: Compare Versions…`: configuration and code of two versions, the older one on the left. */
export async function compareVersions(args: readonly unknown[], services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const functionName = await accountFunction(args, t('Compare Versions'), services);
  if (functionName === undefined) return;
  const pair = await chosenPair(args, functionName, services);
  if (pair === undefined) return;
  const [older, newer] = pair;
  const title = t('{0}: {1} ↔ {2}', functionName, older, newer);
  const stop = new AbortController();
  const comparison = await withLateProgress(t('Comparing {0}', title), stop, async (report) => {
    const { signal } = stop;
    const connection = await services.connection.open({ signal, onProgress: report });
    report(t('reading configuration and code…'));
    const dependencies = { connection, store: await services.codeStore() };
    return compare(functionName, pair, dependencies, { signal });
  });
  await present(title, functionName, comparison, services);
}

async function present(
  title: string,
  functionName: string,
  { before, after, configuration, code }: VersionComparison,
  { dialogs, reports }: Services,
): Promise<void> {
  const { t } = vscode.l10n;
  const differences: Difference[] = [];
  const versions = `${before.version} ↔ ${after.version}`;
  if (!configuration.equal) {
    const name = `${functionName} ${versions}/${t('configuration')}`;
    differences.push({
      name: t('configuration'),
      before: reports.put({ name, text: configuration.before, side: before.version }),
      after: reports.put({ name, text: configuration.after, side: after.version }),
    });
  }
  if (code.kind === 'files') {
    const folder = `/${functionName}/${versions}`;
    const sides = [
      deployedSide(code.before.identity, folder),
      deployedSide(code.after.identity, folder),
    ] as const;
    differences.push(...differencesOf(code.changes, ...sides, folder));
  }
  const more = {
    equal: t('code is equal'),
    image: t('code is a container image and was not compared'),
    files: code.kind === 'files' && code.changes.length === 0 ? t('all files are equal') : '',
  }[code.kind];
  if (differences.length > 0) {
    await showDifferences(more === '' ? title : `${title} · ${more}`, differences, { dialogs });
    return;
  }
  const sentence =
    code.kind === 'equal'
      ? t('{0} and {1} of {2} are equal: code and configuration', before.version, after.version, functionName)
      : t(
          '{0} and {1} of {2} do not differ in configuration; {3}',
          before.version,
          after.version,
          functionName,
          more,
        );
  void dialogs.notify('info', sentence, []);
}

async function chosenPair(
  args: readonly unknown[],
  functionName: string,
  services: Services,
): Promise<readonly [string, string] | undefined> {
  const node = accountArgument(args);
  const given = node?.kind === 'version' ? node.version : undefined;
  const title = vscode.l10n.t('Compare Versions of {0}', functionName);
  const ask =
    (placeholder: (pair: Pair) => string, answer: keyof Pair): FlowStep<Pair> =>
    async (pair, position) => {
      const except = answer === 'second' ? pair.first : undefined;
      const question = {
        functionName,
        title,
        placeholder: placeholder(pair),
        latest: true,
        except,
        position: several(position),
      };
      const version = await pickVersion(question, services);
      return typeof version === 'string' ? { ...pair, [answer]: version } : version;
    };
  const second = ask(({ first }) => vscode.l10n.t('Version to compare {0} with', first ?? ''), 'second');
  const first = ask(() => vscode.l10n.t('One version'), 'first');
  const steps = given === undefined ? [first, second] : [second];
  const pair = await runFlow<Pair>({ first: given, second: undefined }, steps);
  if (pair?.first === undefined || pair.second === undefined) return undefined;
  return age(pair.first) <= age(pair.second) ? [pair.first, pair.second] : [pair.second, pair.first];
}

/** A question that is alone has no count. */
const several = (position: StepPosition) => (position.total > 1 ? position : undefined);

const age = (version: string) => (version === '$LATEST' ? Infinity : Number(version));
