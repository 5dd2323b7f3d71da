import { versionFailures } from '../../core/failures/versionFailures.ts';
import { aliasesOn } from '../../core/functions/aliasText.ts';
import type { VersionSummary } from '../../core/functions/versionSummary.ts';
import { formatBytes } from '../../core/quantities.ts';
import { relativeTime } from '../../core/relativeTime.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import type { Answer, StepPosition } from '../../editor/multiStep.ts';
import { accountArgument } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';

export type PickServices = Pick<CommandServices, 'accountView' | 'dialogs' | 'clock'>;

/** The version of the row that a command was called on, or the alias there: both name a version to AWS. */
export function versionArgument(args: readonly unknown[]): string | undefined {
  const node = accountArgument(args);
  if (node?.kind === 'version') return node.version;
  return node?.kind === 'alias' ? node.alias : undefined;
}

export interface VersionQuestion {
  readonly functionName: string;
  readonly title: string;
  readonly placeholder: string;
  /** Whether `$LATEST` is on offer. */
  readonly latest: boolean;
  /** One that is not on offer. */
  readonly except?: string;
  readonly position?: StepPosition;
}

/** Asks for a version, newest first. Rejects with `version.none` when there is nothing to choose. */
export async function pickVersion(
  question: VersionQuestion,
  { accountView, dialogs, clock }: PickServices,
): Promise<Answer<string>> {
  const { functionName, title, placeholder, latest, except, position } = question;
  const { catalog } = await accountView();
  const items = async (): Promise<PickItem<string>[]> => {
    const [versions, aliases] = await Promise.all([
      catalog.versionsOf(functionName),
      catalog.aliasesOf(functionName),
    ]);
    const rows = versions.map((version) =>
      versionRow(version, aliasesOn(version.version, aliases), clock.now()),
    );
    const newest = {
      label: '$LATEST',
      description: aliasesOn('$LATEST', aliases).join(', '),
      value: '$LATEST',
    };
    const all = [...(latest ? [newest] : []), ...rows].filter(({ value }) => value !== except);
    if (all.length === 0) throw versionFailures.none(functionName);
    return all;
  };
  return dialogs.pick({ title, placeholder, items: items() }, position);
}

/** `24  PRODUCTION · 3 minutes ago · 1.2 MB · fixes the sum`. */
export function versionRow(
  { version, lastModified, description, codeSize }: VersionSummary,
  aliases: readonly string[],
  now: number,
): PickItem<string> & { readonly value: string } {
  const facts = [
    aliases.join(', '),
    lastModified === undefined ? '' : relativeTime(lastModified, now),
    formatBytes(codeSize),
    description,
  ];
  return { label: version, description: facts.filter((fact) => fact !== '').join(' · '), value: version };
}
