import type { LogStep } from '../core/deployment/deploymentStep.ts';
import type { DeploymentRun } from './deploymentRun.ts';
import { writeReliably } from './reliableWrite.ts';
import { untilAccepted } from './waits.ts';

/** Makes the log group where there is none, and sets how long it keeps its entries. */
export async function setLogRetention(step: LogStep, run: DeploymentRun): Promise<void> {
  const { logs } = run.connection;
  const { functionName, group, from, to } = step;
  const write = (apply: () => Promise<void>, isDone: (days: number | undefined | 'missing') => boolean) => {
    const readBack = async () => (isDone(await logs.readRetention(group, run)) ? true : undefined);
    const attempt = () =>
      writeReliably({ apply: () => apply().then(() => true), readBack }, run.clock, run.signal);
    return untilAccepted(attempt, { name: functionName, managed: true }, functionName, run);
  };
  // The function may have run since, so that Lambda made it.
  if (from === 'missing')
    await write(
      () => logs.createGroup(group, run),
      (days) => days !== 'missing',
    );
  await write(
    () => logs.putRetention(group, to, run),
    (days) => days === to,
  );
}
