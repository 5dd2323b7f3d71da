import { hostname } from 'node:os';
import { identifyProcess, isAlive } from '../processIdentity.ts';

/** Every container of ours carries these, and nothing else does. */
export const ownerLabels = {
  host: 'lambda-workbench.host',
  pid: 'lambda-workbench.pid',
  startedAt: 'lambda-workbench.started',
} as const;

/** The extension host that a container belongs to. */
export interface ContainerOwner {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
}

let own: Promise<ContainerOwner> | undefined;

/** This process. */
export function thisOwner(): Promise<ContainerOwner> {
  own ??= identifyProcess(process.pid).then((identity) => ({
    host: hostname(),
    pid: process.pid,
    startedAt: identity?.startedAt ?? '',
  }));
  return own;
}

export const labelsOf = ({ host, pid, startedAt }: ContainerOwner): Record<string, string> => ({
  [ownerLabels.host]: host,
  [ownerLabels.pid]: String(pid),
  [ownerLabels.startedAt]: startedAt,
});

/**
 * True when nobody can be using the container any more: its owner ran on this machine and is gone. One of another machine
 * that shares the engine cannot be judged from here and is left alone.
 */
export async function isLeftover(owner: ContainerOwner): Promise<boolean> {
  // Without a start time, a later process with the same id could not be told from the owner.
  if (owner.host !== hostname() || owner.startedAt === '' || !(owner.pid > 1)) return false;
  return !(await isAlive({ pid: owner.pid, startedAt: owner.startedAt }));
}
