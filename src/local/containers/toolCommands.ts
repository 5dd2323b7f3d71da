import { isIPv4 } from 'node:net';
import type { NetworkGateway } from '../../core/local/sandboxRoute.ts';
import type { ImageFacts } from '../../workflows/portsForContainers.ts';
import { ownerLabels } from './owner.ts';
import type { ToolCommand } from './runTool.ts';
import { parseAddresses, parseContainerId, parseImage, parseOwners, parseVersion } from './toolAnswers.ts';
import type { EngineFacts, OurContainer } from './toolAnswers.ts';

/** The tool's commands as data: those, and those options, that docker, podman, finch and nerdctl have in common. */
export const commands = {
  version: (): ToolCommand<EngineFacts> => ({
    args: ['version', '--format', '{{json .}}'],
    parse: parseVersion,
  }),
  inspectImage: (image: string): ToolCommand<ImageFacts> => ({
    args: ['image', 'inspect', image],
    parse: parseImage,
  }),
  pull: (image: string, platform: string | undefined): ToolCommand<void> => ({
    args: ['pull', ...(platform === undefined ? [] : ['--platform', platform]), image],
    parse: () => undefined,
  }),
  containerId: (name: string): ToolCommand<string> => ({
    args: ['container', 'inspect', name],
    parse: parseContainerId,
  }),
  addresses: (name: string): ToolCommand<string[]> => ({
    args: ['container', 'inspect', name],
    parse: parseAddresses,
  }),
  /** Name of the machine that the engine runs on, as Docker says it. */
  engineHost: (): ToolCommand<string> => ({
    args: ['info', '--format', '{{.Name}}'],
    parse: (stdout) => stdout.trim(),
  }),
  gateways: (network: string) => gatewayCommand(network, '.IPAM.Config'),
  podmanGateways: (network: string) => gatewayCommand(network, '.Subnets'),
  processes: (name: string): ToolCommand<number> => ({
    args: ['top', name],
    parse: (stdout) => stdout.split('\n').filter((line) => line.trim() !== '').length - 1,
  }),
  /** Ids of containers that carry our labels. */
  listOurs: (): ToolCommand<string[]> => ({
    args: ['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${ownerLabels.pid}`],
    parse: (stdout) => stdout.split('\n').filter((line) => line !== ''),
  }),
  /** Whose they are. Complains of those that are gone meanwhile, and tells of the others all the same. */
  owners: (ids: readonly string[]): ToolCommand<OurContainer[]> => ({
    args: ['container', 'inspect', ...ids],
    parse: parseOwners,
  }),
  remove: (ids: readonly string[]): ToolCommand<void> => ({
    args: ['rm', '--force', '--volumes', ...ids],
    parse: () => undefined,
  }),
} as const;

/** The IPv4 gateways of a network; one without has nothing that could be listened on. */
function gatewayCommand(network: string, list: string): ToolCommand<NetworkGateway[]> {
  return {
    args: ['network', 'inspect', '--format', `{{range ${list}}}{{.Gateway}} {{.Subnet}}\n{{end}}`, network],
    parse: (stdout) =>
      stdout
        .split('\n')
        .map((line) => line.trim().split(' '))
        .map(([gateway = '', subnet = '']) => ({ gateway: gateway.split('/')[0] ?? '', subnet }))
        .filter(({ gateway, subnet }) => isIPv4(gateway) && /^[\d.]+\/\d+$/.test(subnet)),
  };
}
