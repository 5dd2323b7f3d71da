import { hostname } from 'node:os';
import { sandboxRoute, withSandbox } from '../../core/local/sandboxRoute.ts';
import type { NetworkGateway, SandboxRoute } from '../../core/local/sandboxRoute.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import type { ToolCommand } from './runTool.ts';
import { SandboxRelay } from './sandboxRelay.ts';
import { commands } from './toolCommands.ts';

export interface OpenAccess {
  /** With the variable and the host name that lead to the sandbox from inside. */
  readonly spec: ContainerSpec;
  /** Lets the container in: it has started under this name. */
  admit(container: string): void;
  /** When the container is gone, or did not come to be. */
  close(): void;
}

type RelayRoute = Extract<SandboxRoute, { kind: 'relay' }>;

/** What the container tool answers; undefined when it refused. */
type Ask = <T>(command: ToolCommand<T>) => Promise<T | undefined>;

/** Lets containers reach the sandbox of this machine while they live. The engine is asked once for each network. */
export class SandboxAccess {
  readonly #ask: Ask;
  readonly #routes = new Map<string | undefined, Promise<SandboxRoute>>();
  readonly #relays = new Map<string, SandboxRelay>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** For a container that is about to start. One that is not to reach the sandbox gets its spec back. */
  async open(spec: ContainerSpec): Promise<OpenAccess> {
    const { sandboxPort: port, network } = spec;
    if (port === undefined) return withoutRelay(spec);
    const route = await this.#routeOf(network);
    if (route.kind !== 'relay') return withoutRelay(withSandbox(spec, route, port));
    const opened = await this.#openRelay(spec, route, port);
    if (opened !== undefined) return opened;
    // The network is another one than before, and is looked at again for the next container.
    this.#routes.delete(network);
    return withoutRelay(withSandbox(spec, { kind: 'hostName' }, port));
  }

  /** Another engine may answer next time. */
  forget(): void {
    this.#routes.clear();
  }

  dispose(): void {
    for (const relay of this.#relays.values()) relay.close();
    this.#relays.clear();
  }

  /** Undefined when nothing can listen on the network's address. */
  async #openRelay(spec: ContainerSpec, route: RelayRoute, port: number): Promise<OpenAccess | undefined> {
    const key = `${route.gateway} ${port}`;
    let relay = this.#relays.get(key);
    if (relay === undefined) {
      const addressesOf = async (container: string) => (await this.#ask(commands.addresses(container))) ?? [];
      this.#relays.set(key, (relay = new SandboxRelay({ ...route, port, addressesOf })));
    }
    const pass = relay.join();
    const close = () => {
      if (pass.leave() && this.#relays.get(key) === relay) this.#relays.delete(key);
    };
    try {
      await relay.listening;
    } catch {
      close();
      return undefined;
    }
    const reaching = withSandbox(spec, route, relay.port);
    return { spec: reaching, admit: (container) => pass.admit(container), close };
  }

  #routeOf(network: string | undefined): Promise<SandboxRoute> {
    let route = this.#routes.get(network);
    if (route === undefined) this.#routes.set(network, (route = this.#findRoute(network)));
    return route;
  }

  async #findRoute(network: string | undefined): Promise<SandboxRoute> {
    // Elsewhere every engine runs in a virtual machine.
    if (process.platform !== 'linux') return sandboxRoute({ network, isHere: false, gateways: [] });
    const [engineHost, gateways] = await Promise.all([
      this.#ask(commands.engineHost()),
      network === 'host' ? [] : this.#gatewaysOf(network),
    ]);
    // Podman does not say it this way; its engine is here.
    const isHere = engineHost === undefined || engineHost === hostname();
    return sandboxRoute({ network, isHere, gateways });
  }

  async #gatewaysOf(network: string | undefined): Promise<readonly NetworkGateway[]> {
    const gateways = await this.#ask(commands.gateways(network ?? 'bridge'));
    return gateways ?? (await this.#ask(commands.podmanGateways(network ?? 'podman'))) ?? [];
  }
}

const withoutRelay = (spec: ContainerSpec): OpenAccess => ({
  spec,
  admit: () => undefined,
  close: () => undefined,
});
