import type { Failure } from '../../core/failures/failure.ts';
import { localFailures } from '../../core/failures/localFailures.ts';

const denied = /permission denied while trying to connect|dial unix \S+: connect: permission denied/i;
const down =
  /cannot connect to the docker daemon|is the docker daemon running|error during connect|(?:unable|cannot) to? ?connect to podman|dial unix \S+: connect: (?:connection refused|no such file)|containerd\S* .*(?:is not running|no such file)|instance .*is not running|docker desktop is (?:not running|unable)/i;

/** The failure that concerns the engine as a whole; undefined when the command itself was refused. */
export function engineTrouble(stderr: string, tool: string): Failure | undefined {
  if (denied.test(stderr)) return localFailures.engineDenied(tool);
  return down.test(stderr) ? localFailures.engineDown(tool) : undefined;
}

export const isNoSuchImage = (stderr: string): boolean =>
  /no such (?:image|object)|image not known|unable to find image|does not exist locally|not found/i.test(
    stderr,
  );

export const isPortTaken = (stderr: string): boolean =>
  /port is already allocated|address already in use|failed to expose ports|ports are not available/i.test(
    stderr,
  );

/** The last sentence of what a tool wrote to stderr, without its own prefixes; no value of a variable is ever in there. */
export function toolReason(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(WARNING:|See '|Run '|time=.*level=warn)/.test(line));
  const line =
    lines.findLast((text) => /error|denied|fail|invalid|unknown/i.test(text)) ?? lines.at(-1) ?? '';
  const reason = line
    .replace(/^\w+: (?=Error)/, '')
    .replace(/^Error(?: response from daemon)?: /i, '')
    .replace(/\.$/, '');
  return reason.length > 300 ? `${reason.slice(0, 299)}…` : reason;
}
