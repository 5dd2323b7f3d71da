import type { LiveFunction } from '../../core/deployment/liveState.ts';

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
