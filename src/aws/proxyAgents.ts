import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import * as http from 'node:http';
import * as https from 'node:https';
import { connectionFailures } from '../core/failures/connectionFailures.ts';
import type { ConnectionHooks } from '../workflows/ports.ts';
import { bypassesProxy, noProxyRules } from './noProxy.ts';
import type { Environment } from './sharedConfig.ts';

export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

interface ProxyRule {
  readonly url: string;
  readonly noProxy: readonly string[];
  readonly strictSsl: boolean;
}

const pool = { keepAlive: true, maxSockets: 50 };

/**
 * The connection pools of all clients of a connection. VS Code's settings come before HTTPS_PROXY and NO_PROXY.
 *
 * In the extension host node's https is VS Code's own: with http.proxySupport `override` (the default) it finds the proxy
 * itself and takes over from these agents, but keeps the certificates of an agent that is an https.Agent, which these are;
 * with `on` and `off` it leaves an agent alone, and `fallback` falls back to it (@vscode/proxy-agent, createHttpPatch).
 * Throws `connection.badProxy`.
 */
export function connectionAgents(
  hooks: Pick<ConnectionHooks, 'proxy'>,
  environment: Environment,
  ca: string[] | undefined,
): Agents {
  const rule = proxyRule(hooks, environment);
  // `ca: undefined` would count as a list of ours.
  const trust = ca === undefined ? {} : { ca };
  if (rule === undefined)
    return { httpAgent: new http.Agent(pool), httpsAgent: new https.Agent({ ...pool, ...trust }) };
  const options = {
    ...pool,
    proxy: validProxy(rule.url),
    // As http.proxyStrictSSL says, this is about the proxy's own certificate: AWS's is always verified.
    proxyRequestOptions: { ...trust, rejectUnauthorized: rule.strictSsl },
  };
  return {
    httpAgent: new SelectiveHttpAgent(options, rule.noProxy),
    httpsAgent: new SelectiveHttpsAgent({ ...options, ...trust }, rule.noProxy),
  };
}

function proxyRule(
  { proxy }: Pick<ConnectionHooks, 'proxy'>,
  environment: Environment,
): ProxyRule | undefined {
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const url = proxy?.url || (variable('HTTPS_PROXY') ?? variable('HTTP_PROXY'));
  // SOCKS is VS Code's own: where its proxy support is on, it takes over from whatever agent is given.
  if (url === undefined || /^socks/i.test(url)) return undefined;
  const configured = proxy?.noProxy ?? [];
  const noProxy = configured.length > 0 ? configured : noProxyRules(variable('NO_PROXY'));
  return { url, noProxy, strictSsl: proxy?.strictSsl ?? true };
}

function validProxy(text: string): URL {
  const full = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw connectionFailures.badProxy();
  return url;
}

type ConnectionOptions = Parameters<https.Agent['createConnection']>[0];
type ConnectionCallback = Parameters<https.Agent['createConnection']>[1];

class SelectiveHttpsAgent extends HttpsProxyAgent {
  readonly #noProxy: readonly string[];

  constructor(options: ConstructorParameters<typeof HttpsProxyAgent>[0], noProxy: readonly string[]) {
    super(options);
    this.#noProxy = noProxy;
  }

  override createConnection(options: ConnectionOptions, callback?: ConnectionCallback) {
    return direct(options, this.#noProxy)
      ? https.Agent.prototype.createConnection.call(this, options, callback)
      : super.createConnection(options, callback);
  }
}

class SelectiveHttpAgent extends HttpProxyAgent {
  readonly #noProxy: readonly string[];

  constructor(options: ConstructorParameters<typeof HttpProxyAgent>[0], noProxy: readonly string[]) {
    super(options);
    this.#noProxy = noProxy;
  }

  override createConnection(options: ConnectionOptions, callback?: ConnectionCallback) {
    return direct(options, this.#noProxy)
      ? http.Agent.prototype.createConnection.call(this, options, callback)
      : super.createConnection(options, callback);
  }
}

function direct(options: ConnectionOptions, noProxy: readonly string[]): boolean {
  const { host, port } = options as { readonly host?: string; readonly port?: number | string };
  return bypassesProxy(host ?? 'localhost', Number(port), noProxy);
}
