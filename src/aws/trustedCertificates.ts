import * as tls from 'node:tls';
import { connectionFailures } from '../core/failures/connectionFailures.ts';
import type { Environment, ProfileKeys } from './sharedConfig.ts';

export type ReadFile = (file: string) => Promise<Uint8Array>;

/**
 * Certificate authorities to trust, in PEM; undefined = whatever node and VS Code trust, which includes the system's in
 * the extension host and NODE_EXTRA_CA_CERTS where node was started with it.
 *
 * AWS_CA_BUNDLE and the profile's ca_bundle add to the others instead of replacing them: a company's bundle often holds
 * its own certificate alone. Since giving a list switches off what VS Code adds, the system's are listed too.
 * Rejects with `connection.certificateFile`.
 */
export async function trustedCertificates(
  environment: Environment,
  profile: ProfileKeys,
  readFile: ReadFile,
): Promise<string[] | undefined> {
  const files: [string, string | undefined][] = [
    environment['AWS_CA_BUNDLE']
      ? ['AWS_CA_BUNDLE', environment['AWS_CA_BUNDLE']]
      : ['ca_bundle', profile['ca_bundle']],
    ['NODE_EXTRA_CA_CERTS', nodeReadExtraCertificates() ? undefined : environment['NODE_EXTRA_CA_CERTS']],
  ];
  const named = files.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  if (named.length === 0) return undefined;
  const own = await Promise.all(named.map(([variable, file]) => readCertificates(variable, file, readFile)));
  return [...new Set([...known('default'), ...known('system'), ...own])];
}

/** Node reads NODE_EXTRA_CA_CERTS once, at its start; a variable set later is not seen. */
function nodeReadExtraCertificates(): boolean {
  return known('extra').length > 0;
}

/** tls.getCACertificates exists since Node 22.15; VS Code 1.100 had an older one. */
function known(type: 'default' | 'system' | 'extra'): readonly string[] {
  const node: { readonly getCACertificates?: typeof tls.getCACertificates } = tls;
  const bundled = type === 'default' ? tls.rootCertificates : [];
  try {
    return node.getCACertificates?.(type) ?? bundled;
  } catch {
    // A store that cannot be read adds nothing.
    return bundled;
  }
}

async function readCertificates(variable: string, file: string, readFile: ReadFile): Promise<string> {
  let text: string;
  try {
    text = new TextDecoder().decode(await readFile(file));
  } catch {
    throw connectionFailures.certificateFile(variable, file);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw connectionFailures.certificateFile(variable, file);
  return text;
}
