import type { FunctionManifest } from '../manifest/functionManifest.ts';

/** What wheels are chosen for: never the machine that builds. */
export interface PythonTarget {
  /** `3.13` */
  readonly version: string;
  readonly processor: 'x86_64' | 'aarch64';
  /** Minor version of the newest glibc 2 that a wheel may ask for. */
  readonly glibc: number;
  /** `python3.13 on arm64`, as a sentence names it. */
  readonly text: string;
}

/** @returns undefined for a runtime that is not Python's */
export function pythonTarget({
  runtime,
  architecture = 'x86_64',
}: Pick<FunctionManifest, 'runtime' | 'architecture'>): PythonTarget | undefined {
  const [, version, minor] = /^python(\d+\.(\d+))$/.exec(runtime) ?? [];
  if (version === undefined) return undefined;
  return {
    version,
    processor: architecture === 'arm64' ? 'aarch64' : 'x86_64',
    // Amazon Linux 2023 from python3.12 on, Amazon Linux 2 before ("Lambda runtimes" of the developer guide).
    glibc: version.startsWith('3.') && Number(minor) >= 12 ? 34 : 26,
    text: `${runtime} on ${architecture}`,
  };
}

/** uv knows few platforms by name; 2_17 is the newest that glibc 2.26 takes. */
export const uvPlatform = ({ processor, glibc }: PythonTarget): string =>
  `${processor}-manylinux_2_${glibc >= 34 ? 34 : 17}`;

/** pip takes the first that fits: newest first. */
export function pipPlatforms({ processor, glibc }: PythonTarget): string[] {
  const oldest = 17;
  const tags = Array.from({ length: glibc - oldest + 1 }, (_, index) => `manylinux_2_${glibc - index}`);
  const older =
    processor === 'x86_64'
      ? ['manylinux_2_12', 'manylinux2010', 'manylinux_2_5', 'manylinux1', 'linux']
      : ['linux'];
  return [...tags, 'manylinux2014', ...older].map((tag) => `${tag}_${processor}`);
}
