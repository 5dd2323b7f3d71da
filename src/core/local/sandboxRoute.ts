import type { ContainerSpec } from './containerSpec.ts';

/** How a container reaches the sandbox, which listens on this machine's loopback and nowhere else. */
export type SandboxRoute =
  /** On the host's own network: as every process here does. */
  | { readonly kind: 'loopback' }
  /** The engine runs in a virtual machine (Docker Desktop, Colima, …), whose name for this machine leads to its loopback. */
  | { readonly kind: 'hostName' }
  /** The engine is on this machine, and so is the network's bridge: a relay of ours listens on its address. */
  | ({ readonly kind: 'relay' } & NetworkGateway);

/** IPv4. */
export interface NetworkGateway {
  readonly gateway: string;
  /** Such as 172.17.0.0/16. */
  readonly subnet: string;
}

export interface EngineNetwork {
  /** As the manifest names it; undefined: the default, a bridge. */
  readonly network: string | undefined;
  /** False for an engine of another machine, a virtual one included. */
  readonly isHere: boolean;
  readonly gateways: readonly NetworkGateway[];
}

/** Whether anything can listen on a gateway is for the relay to find out: a bridge without containers is not listed. */
export function sandboxRoute({ network, isHere, gateways }: EngineNetwork): SandboxRoute {
  // A bridge of the same address may be here too, of another engine.
  if (!isHere) return { kind: 'hostName' };
  if (network === 'host') return { kind: 'loopback' };
  const [first] = gateways;
  return first === undefined ? { kind: 'hostName' } : { kind: 'relay', ...first };
}

/** This machine's name in containers. */
const hostName = 'host.docker.internal';

/**
 * The spec of a container that finds the sandbox by the route, at a port there. Where the address is known it is what the
 * variable holds: with a name, SDKs put an S3 bucket's name before it, and nobody resolves that.
 */
export function withSandbox(spec: ContainerSpec, route: SandboxRoute, port: number): ContainerSpec {
  switch (route.kind) {
    case 'loopback':
      return leadingTo(spec, '127.0.0.1', port, undefined);
    case 'hostName':
      return leadingTo(spec, hostName, port, 'host-gateway');
    case 'relay':
      return leadingTo(spec, route.gateway, port, route.gateway);
  }
}

function leadingTo(
  spec: ContainerSpec,
  host: string,
  port: number,
  hostNameAddress: string | undefined,
): ContainerSpec {
  const isNamed = spec.extraHosts.some((extra) => extra.startsWith(`${hostName}:`));
  const added = hostNameAddress === undefined || isNamed ? [] : [`${hostName}:${hostNameAddress}`];
  return {
    ...spec,
    environment: { ...spec.environment, AWS_ENDPOINT_URL: `http://${host}:${port}` },
    extraHosts: [...spec.extraHosts, ...added],
  };
}
