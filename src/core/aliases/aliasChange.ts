import { t } from '@vscode/l10n';
import type { LiveAlias } from '../deployment/liveState.ts';
import { aliasTarget, percent } from '../functions/aliasText.ts';
import type { AliasPointer } from './aliasPointer.ts';

/** Why an alias is changed: decides the words, and whether its smoke tests come first. */
export type AliasAct =
  'create' | 'move' | 'shift' | 'shiftGradually' | 'finish' | 'abort' | 'rollBack' | 'promote';

/** A change of one alias as a person asked for it. */
export interface AliasChange {
  readonly act: AliasAct;
  readonly functionName: string;
  readonly alias: string;
  /** As the person saw it; undefined for one that is to be made. */
  readonly seen: LiveAlias | undefined;
  readonly to: AliasPointer;
  /** Of an alias that is to be made. */
  readonly description?: string;
}

/** `23`, or weighted `23 90 % · 24 10 %`. */
export const pointerText = ({ version, routing }: AliasPointer): string =>
  aliasTarget({ functionVersion: version, routing });

/** The act with its object, for buttons and titles: `Move PRODUCTION to 24`. */
export function actText({ act, alias, to }: Pick<AliasChange, 'act' | 'alias' | 'to'>): string {
  const target = pointerText(to);
  switch (act) {
    case 'create':
      return t('Create {0} on {1}', alias, target);
    case 'move':
    case 'promote':
      return t('Move {0} to {1}', alias, target);
    case 'shift': {
      const parts = Object.entries(to.routing).map(([version, share]) => ({
        version,
        share: percent(share),
      }));
      return t('Shift {0} of {1} to {2}', parts[0]?.share ?? '', alias, parts[0]?.version ?? target);
    }
    case 'shiftGradually':
      return t('Shift {0} Gradually to {1}', alias, Object.keys(to.routing)[0] ?? target);
    case 'finish':
      return t('Finish Shift of {0} to {1}', alias, target);
    case 'abort':
      return t('Return {0} to {1}', alias, target);
    case 'rollBack':
      return t('Roll {0} Back to {1}', alias, target);
  }
}

/** What is going on, for progress: `Moving PRODUCTION of calc`. */
export function actProgress({
  act,
  alias,
  functionName,
}: Pick<AliasChange, 'act' | 'alias' | 'functionName'>): string {
  switch (act) {
    case 'create':
      return t('Creating {0} of {1}', alias, functionName);
    case 'move':
      return t('Moving {0} of {1}', alias, functionName);
    case 'promote':
      return t('Promoting to {0} of {1}', alias, functionName);
    case 'shift':
    case 'shiftGradually':
      return t('Shifting traffic of {0} of {1}', alias, functionName);
    case 'finish':
      return t('Finishing the shift of {0} of {1}', alias, functionName);
    case 'abort':
      return t('Aborting the shift of {0} of {1}', alias, functionName);
    case 'rollBack':
      return t('Rolling back {0} of {1}', alias, functionName);
  }
}

/**
 * The versions that smoke tests are to prove before the change. None for the way back, to what was in service before: it
 * must work when all else does not.
 */
export function versionsToProve({ act, to }: Pick<AliasChange, 'act' | 'to'>): string[] {
  if (act === 'abort' || act === 'rollBack') return [];
  const added = Object.keys(to.routing);
  return act === 'shift' || act === 'shiftGradually' ? added : [to.version, ...added];
}
