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
  const bundle = environment['AWS_CA_BUNDLE'] || undefined;
  const named = bundle ?? (profile['ca_bundle'] || undefined);
  const variable = bundle === undefined ? 'ca_bundle' : 'AWS_CA_BUNDLE';
  const own = await Promise.all([
    named === undefined ? [] : readCertificates(variable, named, readFile),
    extraCertificates(environment['NODE_EXTRA_CA_CERTS'] || undefined, readFile),
  ]);
  const added = own.flat();
  return added.length === 0 ? undefined : [...new Set([...known('default'), ...known('system'), ...added])];
}

/**
 * Certificates of NODE_EXTRA_CA_CERTS that node does not know: it reads the file once, at its start, and in VS Code the
 * variable may be set later. A file that cannot be read is passed over, as node does.
 */
async function extraCertificates(file: string | undefined, readFile: ReadFile): Promise<string[]> {
  if (file === undefined) return [];
  const certificates = await readCertificates('NODE_EXTRA_CA_CERTS', file, readFile).catch(() => []);
  const plain = (certificate: string) => certificate.replace(/\s+/g, '');
  const extra = new Set(known('extra').map(plain));
  return certificates.filter((certificate) => !extra.has(plain(certificate)));
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

async function readCertificates(variable: string, file: string, readFile: ReadFile): Promise<string[]> {
  const bytes = await readFile(file).catch(() => undefined);
  const text = new TextDecoder().decode(bytes);
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs);
  if (certificates === null) throw connectionFailures.certificateFile(variable, file);
  return [...certificates];
}
