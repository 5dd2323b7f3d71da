import type { Failure, FileLocation } from '../failures/failure.ts';
import { nodePackageFailures } from '../failures/nodePackageFailures.ts';
import { packageFailures } from '../failures/packageFailures.ts';
import { lineOfDependency } from './packageJson.ts';
import { withoutCredentials } from './withoutCredentials.ts';

export interface FailedNodeTool {
  /** npm, pnpm or yarn. */
  readonly tool: string;
  readonly code: number | null;
  readonly output: string;
  /** Absolute path of the function's package.json, and what is in it. */
  readonly packageJson: string;
  readonly packageText: string;
  readonly lock: FileLocation | undefined;
  /** As `nodejs24.x on arm64`. */
  readonly target: string;
  /** Of the container that it ran in. */
  readonly image?: string;
}

const colour = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
const outOfDate =
  /can only install (packages )?(when|with)|ERR_PNPM_OUTDATED_LOCKFILE|lockfile needs to be updated|YN0028|lockfile would have been modified/;
const offline =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ESOCKETTIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|ERR_PNPM_META_FETCH_FAIL|FETCH_ERROR|RequestError)\b|trouble with your network connection/;
const refused = /\b(E401|E403|ENEEDAUTH|ERR_PNPM_FETCH_40[13]|YN0041)\b|\b40[13] (Unauthorized|Forbidden)\b/;
const otherPlatform = /(?:Unsupported platform for|EBADPLATFORM.*?) ((?:@[\w.-]+\/)?[\w.-]+@[\w.+-]+)/;
const notFound = [
  /No matching version found for ((?:@[\w.-]+\/)?[\w.-]+@[^\s'"]+?)[.]?(?:\s|$)/,
  /'?((?:@[\w.-]+\/)?[\w.-]+@[^\s']+)'? is not in this registry/,
  /404 Not Found - GET \S+?\/((?:@[\w.-]+(?:%2[Ff]|\/))?[\w.-]+)(?:\s|$)/,
  /ERR_PNPM_FETCH_404.*\/((?:@[\w.-]+(?:%2[Ff]|\/))?[\w.-]+): Not Found/,
  /Couldn't find (?:any versions for|package) "([^"]+)"/,
  /YN0035.* ((?:@[\w.-]+\/)?[\w.-]+@npm:[^\s:]+)/,
];

/** npm: where the package lies whose script failed. */
const scriptOf =
  /npm err(?:or|!) path .*node_modules[\\/]((?:@[\w.-]+[\\/])?[\w.-]+)\s+npm err(?:or|!) command failed/i;

/** What a tool's output says about why it failed. */
export function nodeToolFailure(failed: FailedNodeTool): Failure {
  const { tool, code, packageText, lock, target, image } = failed;
  const packageJson = { file: failed.packageJson };
  const lineOf = (name: string) => placeOfDependency(failed.packageJson, packageText, name);
  // What is coloured is cut in pieces otherwise.
  const output = failed.output.replace(colour, '');
  if (lock !== undefined && outOfDate.test(output))
    return packageFailures.lockOutOfDate(lock, `${tool} install`);
  const script = scriptOf.exec(output)?.[1]?.replace('\\', '/');
  if (script !== undefined) {
    return image === undefined
      ? nodePackageFailures.scriptFailed(script, lineOf(script))
      : packageFailures.notMadeInContainer(script, image, tool, lineOf(script));
  }
  const ignored = /Ignored build scripts: ([^\n]*\w)/.exec(output)?.[1];
  if (ignored !== undefined) return nodePackageFailures.scriptNotAllowed(ignored, packageJson);
  const platform = otherPlatform.exec(output)?.[1];
  if (platform !== undefined) return nodePackageFailures.noBinary(platform, target, lineOf(platform));
  for (const pattern of notFound) {
    const name = pattern.exec(output)?.[1]?.replace(/%2f/i, '/');
    if (name !== undefined) return packageFailures.packageNotFound(name, lineOf(name));
  }
  if (/\bENOSPC\b/.test(output)) return packageFailures.diskFull(packageJson);
  if (refused.test(output)) return packageFailures.registryRefused(tool, packageJson);
  if (offline.test(output)) return packageFailures.registryUnreachable(tool, packageJson);
  return packageFailures.toolFailed(tool, code, lastWords(output), packageJson);
}

/** Where a package.json names a package, or all of it for a package that others bring. */
export function placeOfDependency(file: string, text: string, name: string): FileLocation {
  const line = lineOfDependency(text, name);
  return { file, ...(line !== undefined && { line }) };
}

/** The first line that says what is wrong. */
function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const said = lines
    .filter((line) => /^(npm err(or|!)|error\b|ERR_|\s*ERR_PNPM)|YN\d{4}.*Error|✘|➤ YN00(?!00)/i.test(line))
    .map((line) => line.replace(/^npm err(or|!)\s*/i, ''))
    .find((line) => line !== '' && !/^code \w+$/.test(line));
  return withoutCredentials((said ?? lines.findLast((line) => line !== '') ?? '').slice(0, 300));
}
