import { conditionTexts } from '../import/functionRoutes.ts';
import type { JsonValue } from '../json.ts';

/** A receipt rule that runs a function, or an alias of it. */
export interface LiveEmailRule {
  readonly name: string;
  readonly ruleSet: string;
  readonly alias: string | undefined;
  readonly recipients: readonly string[];
  readonly enabled: boolean;
}

/**
 * Receipt rules that a function's resource policy lets run it: of the SourceArn
 * `arn:PARTITION:ses:REGION:ACCOUNT:receipt-rule-set/SET:receipt-rule/RULE`. Never throws.
 */
export function receiptRulesOfPolicy(
  policy: JsonValue | undefined,
): { readonly ruleSet: string; readonly name: string }[] {
  const found = conditionTexts(policy).flatMap((text) => {
    const [arn = '', ruleSet = '', name = ''] =
      /^arn:aws[a-z-]*:ses:[a-z0-9-]*:\d*:receipt-rule-set\/([\w.-]+):receipt-rule\/([\w.-]+)$/.exec(text) ??
      [];
    return arn === '' ? [] : [[arn, { ruleSet, name }] as const];
  });
  return [...new Map(found).values()];
}
