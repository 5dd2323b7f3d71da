import type { ConnectionStatus } from '../core/connection/connectionStatus.ts';
import { isFailure } from '../core/failures/failure.ts';
import type {
  AwsConnection,
  CallOptions,
  ConnectionChoice,
  ConnectionHooks,
  ConnectionOpener,
} from './ports.ts';

export interface ConnectionSources {
  /** Loads the AWS bundle at the first call. */
  readonly opener: () => Promise<ConnectionOpener>;
  /** What the person chose in the settings. */
  readonly settings: () => { readonly profile: string; readonly region: string; readonly endpoint: string };
  readonly hooks: () => ConnectionHooks;
  /** Starts the sandbox or answers at once when it runs: its base URL. */
  readonly startSandbox: (options: ConnectOptions) => Promise<string>;
  readonly sandboxEndpoint: () => string | undefined;
  /** Whether this workspace works with the sandbox; survives a reload, so that no deploy strays to a real account. */
  readonly sandboxChosen: { read(): boolean; write(chosen: boolean): void };
}

export interface ConnectOptions extends CallOptions {
  readonly onProgress?: (text: string) => void;
}

interface Opened {
  /** Of the choice and of the AWS files that it was resolved with. */
  readonly key: string;
  readonly connection: Promise<AwsConnection>;
}

/** Used in the sandbox when no region is set: MiniStack's own. */
const sandboxRegion = 'us-east-1';

/**
 * The one connection of the window: made at the first use, kept until the choice or the AWS files change. Choosing the
 * sandbox leaves the profile of the settings as it is.
 */
export class CurrentConnection {
  #opened: Opened | undefined;
  #known: { readonly region: string; readonly endpoint: string | undefined } | undefined;
  #account: string | undefined;
  #expired = false;
  #resets = 0;
  readonly #listeners = new Set<() => void>();
  readonly #resetListeners = new Set<() => void>();
  readonly #sources: ConnectionSources;

  constructor(sources: ConnectionSources) {
    this.#sources = sources;
  }

  get status(): ConnectionStatus {
    const { profile, region, endpoint } = this.#sources.settings();
    const sandbox = this.usesSandbox;
    const sandboxEndpoint = this.#sources.sandboxEndpoint();
    const set = (text: string) => (text === '' ? undefined : text);
    return {
      kind: sandbox ? 'sandbox' : 'aws',
      profile,
      region: this.#known?.region ?? set(region),
      endpoint: sandbox ? sandboxEndpoint : (this.#known?.endpoint ?? set(endpoint)),
      account: this.#account,
      expired: this.#expired,
      running: sandboxEndpoint !== undefined,
    };
  }

  get usesSandbox(): boolean {
    return this.#sources.sandboxChosen.read();
  }

  /** Connects the workspace to the sandbox or back to what the settings say, and finds out where that leads. */
  async useSandbox(chosen: boolean): Promise<void> {
    this.#sources.sandboxChosen.write(chosen);
    this.reset();
    await this.lookAhead();
  }

  /** Forgets the connection: the settings changed, or the person signed in again. */
  reset(): void {
    this.#resets++;
    this.#opened = undefined;
    this.#known = undefined;
    this.#account = undefined;
    this.#expired = false;
    this.#changed();
    for (const listener of this.#resetListeners) listener();
  }

  /** The connection, made on first use; with the sandbox chosen, started when it does not run. Rejects with a `Failure`. */
  async open(options: ConnectOptions): Promise<AwsConnection> {
    const resets = this.#resets;
    const choice = await this.#choice(options);
    const opener = await this.#sources.opener();
    const key = JSON.stringify([choice, choice.sandbox === true ? '' : await opener.revision()]);
    const opened = this.#opened?.key === key ? this.#opened : this.#start(key, choice, opener);
    // Another choice may have been made meanwhile: that one is kept and shown.
    if (resets === this.#resets) this.#opened = opened;
    const connection = await opened.connection;
    if (this.#opened === opened) {
      this.#known = { region: connection.region, endpoint: connection.endpoint };
      this.#changed();
    }
    return connection;
  }

  /**
   * Finds out which region and endpoint the choice leads to, so that the status bar tells before the first deploy. Reads
   * configuration files only; nothing is called, nothing is started, and trouble is left for the first use to say.
   */
  async lookAhead(): Promise<void> {
    if (this.usesSandbox) return;
    try {
      await this.open({ signal: new AbortController().signal });
    } catch {
      // Said by the command that needs the connection.
    }
  }

  /** Lets the status bar say that the session ended. */
  noteError(error: unknown): void {
    if (!isSessionEnd(error) || this.#expired) return;
    this.#expired = true;
    // Kept credentials are of no use any more; the next call reads what the person signed in with.
    this.#opened = undefined;
    this.#changed();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when what was read through the connection may be of another account or region from now on. */
  onDidReset(listener: () => void): () => void {
    this.#resetListeners.add(listener);
    return () => this.#resetListeners.delete(listener);
  }

  async #choice(options: ConnectOptions): Promise<ConnectionChoice> {
    const { profile, region, endpoint } = this.#sources.settings();
    const set = (text: string) => (text === '' ? undefined : text);
    if (!this.usesSandbox) {
      return { profile: set(profile), region: set(region), endpoint: set(endpoint) };
    }
    const base = await this.#sources.startSandbox(options);
    return { sandbox: true, endpoint: base, region: set(region) ?? sandboxRegion };
  }

  #start(key: string, choice: ConnectionChoice, opener: ConnectionOpener): Opened {
    const opened: Opened = {
      key,
      connection: this.#connect(choice, opener, () => this.#opened === opened),
    };
    opened.connection.catch(() => {
      // The next use tries again: the person may have corrected the profile meanwhile.
      if (this.#opened === opened) this.#opened = undefined;
    });
    return opened;
  }

  async #connect(
    choice: ConnectionChoice,
    opener: ConnectionOpener,
    isCurrent: () => boolean,
  ): Promise<AwsConnection> {
    const connection = await opener.open(choice, this.#sources.hooks());
    const { identity } = connection;
    return {
      ...connection,
      identity: {
        callerIdentity: async (options) => {
          const caller = await identity.callerIdentity(options);
          if (isCurrent()) {
            this.#account = caller.accountId;
            this.#expired = false;
            this.#changed();
          }
          return caller;
        },
      },
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** True when this error, or what caused it, is a session that ended. */
function isSessionEnd(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (isFailure(current, 'connection.expired')) return true;
  }
  return false;
}
