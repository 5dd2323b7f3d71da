import type { DeploymentStep, LogStep } from './deploymentStep.ts';
import type { LiveDeployment } from './liveState.ts';

/** Why a plan should be looked at before it is carried out. */
export type PlanRisk =
  | { readonly kind: 'role' }
  | { readonly kind: 'removesVariables'; readonly names: readonly string[] }
  | { readonly kind: 'configuration' }
  | { readonly kind: 'endsWeights'; readonly alias: string }
  /** Always confirmed, whatever the setting. */
  | {
      readonly kind: 'protectedAlias';
      readonly alias: string;
      readonly from: string | undefined;
      readonly to: string;
    };

/** New code on `$LATEST` or an unprotected alias is no risk; that is what a deploy is for. */
export function planRisks(
  steps: readonly DeploymentStep[],
  live: LiveDeployment,
  protectedAliases: readonly string[],
): PlanRisk[] {
  const risks: PlanRisk[] = [];
  const add = (risk: PlanRisk) => {
    if (!risks.some(({ kind }) => kind === risk.kind)) risks.push(risk);
  };
  for (const step of steps) {
    switch (step.kind) {
      case 'createRole':
      case 'updateTrustPolicy':
      case 'putInlinePolicy':
      case 'attachManagedPolicy':
      case 'putPermissionsBoundary':
      case 'tagRole':
        add({ kind: 'role' });
        break;
      case 'updateConfiguration': {
        const removed = step.settings.environmentNames?.removed ?? [];
        if (removed.length > 0) add({ kind: 'removesVariables', names: removed });
        add({ kind: 'configuration' });
        break;
      }
      case 'updateCode':
        if (step.architecture !== undefined) add({ kind: 'configuration' });
        break;
      case 'createAlias':
      case 'moveAlias': {
        const from = step.kind === 'moveAlias' ? step.from : undefined;
        const to = step.to === 'published' ? 'published' : step.to.version;
        if (protectedAliases.includes(step.alias))
          add({ kind: 'protectedAlias', alias: step.alias, from, to });
        if (step.kind === 'moveAlias' && Object.keys(step.routing).length > 0) {
          add({ kind: 'endsWeights', alias: step.alias });
        }
        break;
      }
      case 'setLogRetention':
        // What is older is deleted.
        if (shortens(step)) add({ kind: 'configuration' });
        break;
      case 'waitForFunction':
      case 'publishLayer':
      case 'createFunction':
      case 'publishVersion':
        break;
    }
  }
  if (protectedByLatest(steps, live, protectedAliases)) {
    const alias = live.alias?.name ?? '';
    add({ kind: 'protectedAlias', alias, from: '$LATEST', to: '$LATEST' });
  }
  return risks;
}

/** Whether a step deletes what the log holds. */
export const shortens = ({ from, to }: LogStep): boolean =>
  from === undefined || (from !== 'missing' && from > to);

/** An alias on `$LATEST` serves new code as soon as it is uploaded, without a step of its own. */
function protectedByLatest(
  steps: readonly DeploymentStep[],
  live: LiveDeployment,
  protectedAliases: readonly string[],
): boolean {
  const { alias } = live;
  if (alias === undefined || alias.functionVersion !== '$LATEST' || !protectedAliases.includes(alias.name))
    return false;
  return steps.some(({ kind }) => kind === 'updateCode' || kind === 'updateConfiguration');
}

/** When a plan is confirmed (setting `deploy.confirmPlan`). */
export type ConfirmPlan = 'always' | 'risky' | 'never';

/**
 * Whether to ask before carrying out. The first plan of a function for an account and region from this workspace, and any
 * step on a protected alias, are always confirmed.
 */
export function mustConfirm(
  plan: { readonly steps: readonly unknown[]; readonly risks: readonly PlanRisk[] },
  setting: ConfirmPlan,
  firstPlan: boolean,
): boolean {
  if (plan.steps.length === 0) return false;
  if (firstPlan || plan.risks.some(({ kind }) => kind === 'protectedAlias')) return true;
  switch (setting) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'risky':
      return plan.risks.length > 0;
  }
}
