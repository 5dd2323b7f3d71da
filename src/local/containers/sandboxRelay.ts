import { BlockList, connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { NetworkGateway } from '../../core/local/sandboxRoute.ts';

/** A container that is about to start, starts or runs. */
interface Guest {
  /** Known when it has started. */
  name: string | undefined;
}

/** A container's place in the relay. */
export interface RelayPass {
  /** Lets the container in: it has started under this name. */
  admit(container: string): void;
  /** When it is gone, or did not come to be. True when nobody is left: the relay is closed then. */
  leave(): boolean;
}

export interface RelayOptions extends NetworkGateway {
  /** TCP port of 127.0.0.1 that connections are passed on to. */
  readonly port: number;
  /** IPv4 addresses of a container; none when it is gone. */
  readonly addressesOf: (container: string) => Promise<readonly string[]>;
}

/**
 * Listens on the address of a bridge and passes connections on to a port of this machine's loopback. What runs there executes
 * code for whoever reaches it, so only the containers are let in that the relay is for: neither the network beyond the
 * bridge nor other containers on it.
 */
export class SandboxRelay {
  readonly #options: RelayOptions;
  readonly #server: Server;
  readonly #subnet = new BlockList();
  readonly #guests = new Set<Guest>();
  readonly #sockets = new Set<Socket>();
  /** Address → its container. */
  readonly #known = new Map<string, Guest>();
  /** Addresses on the bridge that were no guest's when they were last looked for. */
  readonly #strangers = new Set<string>();

  /** Rejects as a server's `listen` does: EADDRNOTAVAIL where the address is not one of this machine. */
  readonly listening: Promise<void>;

  constructor(options: RelayOptions) {
    this.#options = options;
    const [network = '', prefix = ''] = options.subnet.split('/');
    this.#subnet.addSubnet(network, Number(prefix));
    // The other direction stays open when one has ended, as without us.
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
      void this.#receive(socket);
    });
    this.listening = new Promise((resolve, reject) => {
      this.#server.once('listening', resolve).on('error', reject);
      this.#server.listen(0, options.gateway);
    });
  }

  /** Where it listens; 0 when it does not. */
  get port(): number {
    const address = this.#server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  join(): RelayPass {
    const guest: Guest = { name: undefined };
    this.#guests.add(guest);
    return {
      admit: (container) => {
        guest.name = container;
        this.#strangers.clear();
      },
      leave: () => this.#leave(guest),
    };
  }

  #leave(guest: Guest): boolean {
    this.#guests.delete(guest);
    for (const [address, owner] of this.#known) if (owner === guest) this.#known.delete(address);
    if (this.#guests.size > 0) return false;
    this.close();
    return true;
  }

  /** The port is free and no connection is left when this returns. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #receive(client: Socket): Promise<void> {
    this.#keep(client);
    const address = client.remoteAddress ?? '';
    if (!(await this.#isGuest(address)) || !this.#server.listening) client.destroy();
    if (client.destroyed) return;
    const upstream = connect({
      host: '127.0.0.1',
      port: this.#options.port,
      allowHalfOpen: true,
      noDelay: true,
    });
    this.#keep(upstream);
    // An end is passed on by the pipes, after what was sent before it; a break is not.
    client.once('close', (isBroken) => isBroken && upstream.destroy());
    upstream.once('close', (isBroken) => isBroken && client.destroy());
    client.pipe(upstream).pipe(client);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // Each ends the other; the function's own client says what broke.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #isGuest(address: string): Promise<boolean> {
    // This machine's own processes come from the gateway, and need no relay.
    if (address === this.#options.gateway || !this.#subnet.check(address)) return false;
    if (this.#known.has(address)) return true;
    if (this.#strangers.has(address)) return false;
    await Promise.all([...this.#guests].map((guest) => this.#lookAt(guest)));
    if (this.#known.has(address)) return true;
    this.#strangers.add(address);
    return false;
  }

  async #lookAt(guest: Guest): Promise<void> {
    const addresses = guest.name === undefined ? [] : await this.#options.addressesOf(guest.name);
    // It may have gone meanwhile, and its address is somebody else's soon.
    if (!this.#guests.has(guest)) return;
    for (const address of addresses) this.#known.set(address, guest);
  }
}
