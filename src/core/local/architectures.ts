/** AWS's name of an instruction set for a container engine's: `amd64` → `x86_64`; others are the same in both. */
export const lambdaArchitecture = (name: string): string => (name === 'amd64' ? 'x86_64' : name);

/** The image for an instruction set, where the tag pins one as those of the AWS gallery do: `python:3.13-arm64`. */
export const imageForArchitecture = (image: string, architecture: string): string =>
  image.replace(/(?<=:[^/@]*)-(?:x86_64|arm64)$/, `-${architecture}`);

/** Bytes that tell what machine code a file holds. */
export const machineHeaderLength = 20;

/** Values of `e_machine` (ELF gABI) by AWS's names. */
const machines = new Map([
  [0x3e, 'x86_64'],
  [0xb7, 'arm64'],
]);

/**
 * Instruction set of a file's machine code by its first bytes: ELF, as nothing else runs on Lambda. `unknown` for an ELF
 * file of a processor that Lambda does not have; undefined where there is no machine code.
 */
export function machineCodeOf(header: Uint8Array): string | undefined {
  const isElf = [0x7f, 0x45, 0x4c, 0x46].every((byte, index) => header[index] === byte);
  if (!isElf || header.length < machineHeaderLength) return undefined;
  const isLittleEndian = header[5] === 1;
  const [low = 0, high = 0] = isLittleEndian ? [header[18], header[19]] : [header[19], header[18]];
  return machines.get(low + high * 256) ?? 'unknown';
}
