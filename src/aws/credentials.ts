import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { DefaultProviderInit } from '@aws-sdk/credential-provider-node';
import type { ConnectionHooks } from '../workflows/ports.ts';
import { abortError } from './awsCalls.ts';
import { credentialsFailure } from './credentialsFailure.ts';
import { clientConfig, serviceHost } from './clients.ts';
import type { createRequestHandler } from './clients.ts';
import type { ConnectionTarget } from './connectionTarget.ts';
import { signInOf } from './profiles.ts';
import { roleAssumers } from './roleAssumer.ts';
import { configRevision, readSharedConfig } from './sharedConfig.ts';
import type { Environment, SharedConfig } from './sharedConfig.ts';

type Provider = ReturnType<typeof defaultProvider>;
type Credentials = Awaited<ReturnType<Provider>>;

/** Milliseconds before their end at which credentials are renewed, and between two looks at the files. */
const renewBefore = 5 * 60_000;
const lookAgain = 1_000;

export interface ConnectionCredentials {
  /** For the clients. Rejects with a `connection.…` failure, or with an AbortError when the person gave no MFA code. */
  readonly provide: Provider & { memoized: true };
  /** Makes the next call resolve them anew. */
  readonly forget: () => void;
}

/** The sandbox takes anything; nothing is read from the machine. */
const sandboxCredentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * Credentials of a connection, resolved as the SDK does at the first call, shared by all clients and kept until they run
 * out, are forgotten, or the AWS files change.
 */
export function connectionCredentials(
  target: ConnectionTarget,
  config: SharedConfig,
  environment: Environment,
  hooks: Pick<ConnectionHooks, 'askMfaCode'>,
  requestHandler: ReturnType<typeof createRequestHandler>,
): ConnectionCredentials {
  if (target.sandbox) {
    const provide = Object.assign(() => Promise.resolve({ ...sandboxCredentials }), {
      memoized: true,
    } as const);
    return { provide, forget: () => undefined };
  }
  const facts = { profile: target.profile, signIn: signInOf(config, target.profile) };
  const init: DefaultProviderInit = {
    profile: target.profile,
    filepath: config.credentialsFile,
    configFilepath: config.configFile,
    ignoreCache: true,
    // Of SSO and log-in: not the endpoint, which would be sent their tokens.
    clientConfig: { requestHandler },
    ...roleAssumers(clientConfig(target, 'sts', requestHandler), facts, serviceHost(target, 'sts')),
    mfaCodeProvider: async (serial) => {
      const code = await hooks.askMfaCode(serial);
      if (code === undefined) throw abortError();
      return code;
    },
    // The SDK would warn on the console.
    logger: silent,
  };
  const resolve = async (properties?: Parameters<Provider>[0]) => {
    try {
      // A new chain each time: the SDK's remembers.
      return await defaultProvider(init)(properties);
    } catch (error) {
      throw credentialsFailure(error, config, facts);
    }
  };
  return remembered(resolve, async () => configRevision(await readSharedConfig(environment)));
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function remembered(resolve: Provider, revisionNow: () => Promise<string>): ConnectionCredentials {
  let kept: { readonly files: string; readonly credentials: Promise<Credentials>; ends: number } | undefined;
  let files: { readonly text: Promise<string>; readonly at: number } | undefined;

  const provide: Provider = async (properties) => {
    if (files === undefined || Date.now() - files.at >= lookAgain)
      files = { text: revisionNow(), at: Date.now() };
    const text = await files.text;
    if (kept === undefined || kept.files !== text || kept.ends - Date.now() < renewBefore) {
      const credentials = resolve(properties);
      const mine = { files: text, credentials, ends: Infinity };
      kept = mine;
      credentials.then(
        ({ expiration }) => {
          mine.ends = expiration?.getTime() ?? Infinity;
        },
        () => {
          if (kept === mine) kept = undefined;
        },
      );
    }
    return kept.credentials;
  };
  return {
    provide: Object.assign(provide, { memoized: true } as const),
    forget: () => {
      kept = undefined;
      files = undefined;
    },
  };
}
