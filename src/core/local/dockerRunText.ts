import { shellWord } from '../shellWord.ts';
import type { ContainerSpec } from './containerSpec.ts';

/**
 * What a person would type to run the function by hand: names of variables, no values. The image's own entry point is used;
 * one of AWS's then waits for the event at the published port.
 */
export function dockerRunText(spec: Omit<ContainerSpec, 'imageId'>, tool: string): string {
  const mounts = [{ source: spec.codeFolder, target: '/var/task' }, ...spec.mounts];
  const parts = [
    `${tool} run --rm`,
    ...(spec.contract === 'lambci' ? ['-i -e DOCKER_LAMBDA_USE_STDIN=1'] : ['-p 127.0.0.1:9000:8080']),
    ...(spec.network === undefined ? [] : [`--network ${shellWord(spec.network)}`]),
    ...spec.extraHosts.map((extra) => `--add-host ${shellWord(extra)}`),
    `-m ${spec.memorySize}m`,
    ...mounts.map(({ source, target }) => `-v ${shellWord(`${source}:${target}:ro`)}`),
    ...Object.keys(spec.environment).map((name) => `-e ${shellWord(name)}`),
    shellWord(spec.image),
    shellWord(spec.handler),
  ];
  return parts.join(' ');
}
