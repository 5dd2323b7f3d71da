import type { Architecture } from '../manifest/functionManifest.ts';
import type { Machine } from './machineCode.ts';
import { packageOwners } from './packageSizes.ts';

/** What AWS takes where nobody says (Lambda API, CreateFunction, Architectures). */
export const defaultArchitecture: Architecture = 'x86_64';

/** A file whose machine code the function cannot run. */
export interface ForeignCode {
  /** Path in the archive. */
  readonly path: string;
  readonly machine: Machine;
  /** The package that it came with: `sharp`, `orjson 3.11.4`; undefined for the function's own. */
  readonly package: string | undefined;
}

interface NativeFile {
  readonly path: string;
  readonly machine?: Machine;
}

/** Starters of scripts on Windows that Python's own tools carry along for whoever packages there. */
const launcher = /(^|\/)(distlib|setuptools|pip)\/(.*\/)?[^/]+\.exe$/;
/** Words by which packages tell their files of several platforms apart. */
const platformWord =
  /(?<![a-z0-9])(darwin|macos|mac|osx|win32|win64|windows|win|linux|linuxmusl|musl|gnu|glibc|msvc|freebsd|openbsd|sunos|android|universal|x64|x86|x86_64|amd64|ia32|i386|i686|arm64|aarch64|arm|armv[67]l?|ppc64(?:le)?|s390x|riscv64|loong64)(?![a-z0-9])/g;

/**
 * Files that would fail where the function runs: Linux on this architecture. A file passes where its own name says for which
 * platform it is and the same package has one for the function's too: then the package chooses when it runs.
 *
 * @param records path of a `RECORD` in the archive → its text
 */
export function findForeignCode(
  files: readonly NativeFile[],
  architecture: Architecture,
  records: ReadonlyMap<string, string> = new Map(),
): ForeignCode[] {
  const native = files.filter((file) => file.machine !== undefined);
  if (native.every(({ machine }) => machine === architecture)) return [];
  const packageOf = packageOwners(files, records);
  const family = (path: string) => neutral(packageOf(path) ?? '');
  const served = new Set(
    native.filter(({ machine }) => machine === architecture).map(({ path }) => family(path)),
  );
  const foreign: ForeignCode[] = [];
  for (const { path, machine } of native) {
    if (machine === undefined || machine === architecture || launcher.test(path)) continue;
    const chosenAtRunTime = neutral(path) !== path.toLowerCase() && served.has(family(path));
    if (!chosenAtRunTime) foreign.push({ path, machine, package: packageOf(path) });
  }
  return foreign;
}

/** The same for all platforms: `@img/sharp-darwin-arm64` and `@img/sharp-linux-x64` are one thing. */
const neutral = (name: string): string =>
  name
    .toLowerCase()
    .replace(platformWord, '*')
    .replace(/\*([-_.]\*)+/g, '*');
