import { emailFailures } from '../../core/failures/emailFailures.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { EmailTarget } from '../../workflows/email/planEmail.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseDeclaring } from '../targets/chooseDeclaring.ts';
import { readTarget } from '../targets/deploymentTarget.ts';
import type { TargetServices } from '../targets/deploymentTarget.ts';

/** What the commands of an e-mail rule take. */
export type EmailServices = TargetServices &
  Pick<
    CommandServices,
    'connection' | 'clock' | 'dialogs' | 'log' | 'memory' | 'reports' | 'functionChanged'
  >;

/** The e-mail rule of a manifest; undefined where it has none. */
export function targetOf(
  { functionName, accountId, region, email }: FunctionManifest,
  manifestFile: string,
): EmailTarget | undefined {
  return email && { functionName, alias: undefined, ...email, accountId, region, manifestFile };
}

/** The e-mail rule that a command is about, of a manifest that was checked. Undefined when the person gave up. */
export async function chooseEmail(
  args: readonly unknown[],
  title: string,
  services: TargetServices & Pick<CommandServices, 'dialogs'>,
): Promise<EmailTarget | undefined> {
  const { notInManifest } = emailFailures;
  const entry = await chooseDeclaring(
    args,
    title,
    ({ email }) => email !== undefined,
    notInManifest,
    services,
  );
  if (entry === undefined) return undefined;
  const { file } = entry;
  const { manifest } = await readTarget({ kind: 'manifest', file }, services);
  const target = targetOf(manifest, file);
  if (target === undefined) throw notInManifest(file, baseName(file));
  return target;
}
