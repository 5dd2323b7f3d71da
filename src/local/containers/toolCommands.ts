import { isIPv4 } from 'node:net';
import type { NetworkGateway } from '../../core/local/sandboxRoute.ts';
import type { ImageFacts } from '../../workflows/portsForContainers.ts';
import { ownerLabels } from './owner.ts';
import type { ContainerOwner } from './owner.ts';
import type { ToolCommand } from './runTool.ts';

export interface OurContainer {
  readonly id: string;
  readonly owner: ContainerOwner;
}

/** The tool's commands as data; docker, podman, finch and nerdctl take the same templates. */
export const commands = {
  inspectImage: (image: string): ToolCommand<ImageFacts> => ({
    args: ['image', 'inspect', '--format', '{{.Id}} {{.Architecture}}', image],
    parse: (stdout) => {
      const [id = '', architecture = ''] = stdout.trim().split(' ');
      return { id, architecture };
    },
  }),
  engineArchitecture: (): ToolCommand<string> => ({
    args: ['version', '--format', '{{.Server.Arch}}'],
    parse: (stdout) => stdout.trim(),
  }),
  pull: (image: string, platform: string | undefined): ToolCommand<void> => ({
    args: ['pull', ...(platform === undefined ? [] : ['--platform', platform]), image],
    parse: () => undefined,
  }),
  containerId: (name: string): ToolCommand<string> => ({
    args: ['container', 'inspect', '--format', '{{.Id}}', name],
    parse: (stdout) => stdout.trim(),
  }),
  addresses: (name: string): ToolCommand<string[]> => ({
    args: [
      ...['container', 'inspect', '--format'],
      ...['{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}', name],
    ],
    parse: (stdout) => stdout.split(/\s+/).filter((address) => address !== ''),
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
  listOurs: (): ToolCommand<OurContainer[]> => ({
    args: [
      ...['ps', '--all', '--no-trunc', '--filter', `label=${ownerLabels.pid}`],
      ...['--format', `{{.ID}}|${label('host')}|${label('pid')}|${label('startedAt')}`],
    ],
    parse: (stdout) =>
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [id = '', host = '', pid = '', startedAt = ''] = line.split('|');
          return { id, owner: { host, pid: Number(pid), startedAt } };
        }),
  }),
  remove: (ids: readonly string[]): ToolCommand<void> => ({
    args: ['rm', '--force', '--volumes', ...ids],
    parse: () => undefined,
  }),
} as const;

const label = (name: keyof typeof ownerLabels) => `{{.Label "${ownerLabels[name]}"}}`;

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
