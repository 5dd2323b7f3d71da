import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { consoleUrl } from '../../core/consoleUrl.ts';
import type { DeploymentResult } from '../../workflows/carryOutDeployment.ts';
import { reportPlan, reportResult, resultSentence } from '../../workflows/reportDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { warmUpRuleName } from '../../core/warmUp/warmUpNames.ts';
import { isKnownPlan } from '../plans/confirmPlan.ts';
import { apiPlanKey } from '../restApi/restApiServices.ts';
import { ruleKey } from '../warmUp/confirmWarmUp.ts';
import { isKnownEmailRule } from '../email/deployEmailRule.ts';
import { writeManifest } from '../manifest/writeManifest.ts';
import type { PlannedHere } from './planInProgress.ts';

export interface Outcome {
  readonly reference: FunctionReference;
  readonly here: PlannedHere;
  /** Undefined when there was nothing to do. */
  readonly result: DeploymentResult | undefined;
  /** How many versions there are that the manifest does not want to keep. */
  readonly oldVersions?: number;
}

type Services = Pick<CommandServices, 'dialogs' | 'log' | 'plans' | 'files' | 'manifests' | 'memory'>;

/** Says what happened, with buttons for the next thing. Does not wait for an answer: the deploy is over. */
export function presentResult(
  { reference, here, result, oldVersions = 0 }: Outcome,
  services: Services,
): void {
  const { dialogs, log, plans } = services;
  const { planned, dependencies, place } = here;
  const { spec, live } = planned.plan;
  const { functionName } = spec;
  const sentence =
    result === undefined
      ? vscode.l10n.t('{0} is unchanged: nothing to do', functionName)
      : resultSentence(functionName, result);
  log.info(result === undefined ? sentence : `${sentence} · ${result.functionArn}`);
  const arn = result?.functionArn ?? live.function?.arn;
  const url =
    arn === undefined || dependencies.connection.endpoint !== undefined ? undefined : consoleUrl(arn);
  const next: (readonly [string, () => Thenable<unknown>])[] = [];
  if (reference.kind === 'handler') {
    next.push([vscode.l10n.t('Write lambda.json'), () => writeManifest(reference, services)]);
  }
  if (oldVersions > 0) {
    const command: CommandId = 'lambdaWorkbench.pruneVersions';
    const row = { kind: 'accountFunction', functionName };
    const title =
      oldVersions === 1
        ? vscode.l10n.t('Prune 1 Old Version…')
        : vscode.l10n.t('Prune {0} Old Versions…', oldVersions);
    next.push([title, () => vscode.commands.executeCommand(command, row)]);
  }
  const { api, warmUp, email } = planned.target.manifest;
  if (api !== undefined && !isKnownPlan(apiPlanKey(planned, api.name), services)) {
    const command: CommandId = 'lambdaWorkbench.deployApi';
    next.push([vscode.l10n.t('Deploy API'), () => vscode.commands.executeCommand(command, reference.file)]);
  }
  if (warmUp !== undefined) {
    const rule = warmUpRuleName(functionName, warmUp.alias);
    const command: CommandId = 'lambdaWorkbench.turnWarmUpOn';
    if (!isKnownPlan(ruleKey({ ...planned, rule }), services))
      next.push([
        vscode.l10n.t('Turn Warm-Up On'),
        () => vscode.commands.executeCommand(command, reference.file),
      ]);
  }
  if (
    email !== undefined &&
    !isKnownEmailRule(planned, { functionName, alias: email.alias, ...email }, services)
  ) {
    const command: CommandId = 'lambdaWorkbench.deployEmailRule';
    next.push([
      vscode.l10n.t('Deploy E-mail Rule'),
      () => vscode.commands.executeCommand(command, reference.file),
    ]);
  }
  const details = result === undefined ? reportPlan(planned, place) : reportResult(planned, result, place);
  next.push([vscode.l10n.t('Show Details'), () => plans.show(reference, functionName, details)]);
  if (result !== undefined && arn !== undefined) {
    next.push([vscode.l10n.t('Copy ARN'), () => vscode.env.clipboard.writeText(arn)]);
  }
  if (result !== undefined && url !== undefined) {
    next.push([vscode.l10n.t('Open in Console'), () => vscode.env.openExternal(vscode.Uri.parse(url, true))]);
  }
  void dialogs
    .notify(
      'info',
      sentence,
      next.map(([title]) => title),
    )
    .then((chosen) => next.find(([title]) => title === chosen)?.[1]())
    .catch((error: unknown) => showFailure(error, sentence, services));
}
