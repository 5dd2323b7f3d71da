import type { LiveAlias, LiveFunction } from '../../core/deployment/liveState.ts';

/** Where a function is, read from its ARN: no call is needed for it. */
export interface AliasPlace {
  readonly account: string;
  readonly region: string;
  /** Without a qualifier. */
  readonly functionArn: string;
}

export function placeOf({ arn }: Pick<LiveFunction, 'arn'>): AliasPlace {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region, functionArn: arn };
}

/** An alias' ARN is that of its function with the name behind it. */
export const placeOfAlias = ({ arn, name }: Pick<LiveAlias, 'arn' | 'name'>): AliasPlace =>
  placeOf({ arn: arn.slice(0, -name.length - 1) });
