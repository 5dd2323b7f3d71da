import * as vscode from 'vscode';
import type { RoleSpec } from '../../core/deployment/functionSpec.ts';
import { policyInvalid } from '../../core/failures/manifestFailures.ts';
import { propertyAt, readJsonDocument } from '../../core/jsonDocument.ts';
import { readPolicy } from '../../core/policy/checkPolicy.ts';
import { defaultTrustPolicy } from '../../core/policy/defaultTrustPolicy.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { Dialogs } from '../../editor/dialogs.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import type { CommandServices } from '../commandServices.ts';
import { meaningOf } from '../targets/functionChoice.ts';

interface Names {
  readonly role: string;
  readonly policy: string;
}

/**
 * The role that a policy file by itself stands for: asks for the names that a manifest would give. `notPolicy` for another
 * file, and for a policy of a manifest: that role is dealt with whole. Undefined when the person gave up.
 */
export async function policyFileRole(
  file: string,
  { files, manifests, dialogs }: Pick<CommandServices, 'files' | 'manifests' | 'dialogs'>,
): Promise<RoleSpec | 'notPolicy' | undefined> {
  if (!file.endsWith('.json')) return 'notPolicy';
  const text = (await files.readText(file)) ?? '';
  const { root } = readJsonDocument(text, { comments: false });
  // Broken JSON is a policy when it looks like one: then its mistake is said rather than another function offered.
  const isPolicy =
    root === undefined ? /"Statement"\s*:/.test(text) : propertyAt(root, 'Statement') !== undefined;
  if (!isPolicy) return 'notPolicy';
  const named = meaningOf(
    file,
    (await manifests.all()).filter((entry) => namesPolicy(entry, file)),
  );
  if (named.kind === 'manifests') return 'notPolicy';
  const kind = /"(Principal|NotPrincipal)"\s*:/.test(text) ? 'trust' : 'permissions';
  const { document, problems } = readPolicy(text, kind);
  if (document === undefined) throw policyInvalid(file, problems);
  const title = vscode.l10n.t('Role with {0}', baseName(file));
  const steps = [askRole(title, dialogs), ...(kind === 'trust' ? [] : [askPolicy(title, dialogs)])];
  const names = await runFlow<Names>({ role: '', policy: baseName(file).replace(/\.json$/, '') }, steps);
  if (names === undefined) return undefined;
  const inlinePolicies = kind === 'trust' ? [] : [{ name: names.policy, document, file }];
  return {
    name: names.role,
    trustPolicy: kind === 'trust' ? document : defaultTrustPolicy,
    trustPolicyManaged: kind === 'trust',
    inlinePolicies,
    managedPolicyArns: [],
  };
}

function namesPolicy(
  entry: { readonly trustPolicyFile: string | undefined; readonly permissionFiles: readonly string[] },
  file: string,
): boolean {
  return entry.trustPolicyFile === file || entry.permissionFiles.includes(file);
}

function askRole(title: string, dialogs: Dialogs): FlowStep<Names> {
  return async (state, position) => {
    const prompt = vscode.l10n.t('Name of the execution role; it is created when it does not exist');
    const question = { title, prompt, value: state.role, validate: nameRule(64) };
    const role = await dialogs.input(question, position);
    return role === undefined || role === back ? role : { ...state, role };
  };
}

function askPolicy(title: string, dialogs: Dialogs): FlowStep<Names> {
  return async (state, position) => {
    const prompt = vscode.l10n.t('Name of the inline policy in the role');
    const question = { title, prompt, value: state.policy, validate: nameRule(128) };
    const policy = await dialogs.input(question, position);
    return policy === undefined || policy === back ? policy : { ...state, policy };
  };
}

/** IAM's rule for role and policy names. */
function nameRule(longest: number): (text: string) => string | undefined {
  return (text) =>
    /^[\w+=,.@-]+$/.test(text) && text.length <= longest
      ? undefined
      : vscode.l10n.t('This must be 1 to {0} letters, digits and "+=,.@-_".', longest);
}
