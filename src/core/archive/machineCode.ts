import { machineCodeOf } from '../local/architectures.ts';

/** What a file's machine code is for: a processor under Linux, or another system. The order is that of kept indexes. */
export const machines = ['x86_64', 'arm64', 'otherLinux', 'macos', 'windows'] as const;
export type Machine = (typeof machines)[number];

/** Of an ELF file that is a piece for a linker and not to be loaded. */
const relocatable = 1;
/** Mach-O, 32 and 64 bits, in either order of bytes. */
const machO = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const fatMachO = new Set([0xcafebabe, 0xcafebabf]);
/** A compiled Java class begins as a fat Mach-O file does, with its version, at least this, in place of a count. */
const firstJavaVersion = 45;

/**
 * What machine code a file holds, by its beginning; undefined where there is none.
 *
 * @param content as much of the file as is at hand; what lies beyond the first kilobyte matters to Windows files only
 */
export function machineOf(content: Uint8Array): Machine | undefined {
  if (content.length < 20) return undefined;
  // Of thousands of files almost all are told apart by their first byte.
  switch (content[0]) {
    case 0x7f:
      return elfMachine(content);
    case 0x4d:
      return isNativeWindows(content) ? 'windows' : undefined;
    case 0xca:
    case 0xfe:
    case 0xce:
    case 0xcf:
      return isMachO(content) ? 'macos' : undefined;
    default:
      return undefined;
  }
}

function elfMachine(content: Uint8Array): Machine | undefined {
  const type = content[5] === 1 ? content[16] : content[17];
  const code = type === relocatable ? undefined : machineCodeOf(content);
  if (code === undefined) return undefined;
  return code === 'x86_64' || code === 'arm64' ? code : 'otherLinux';
}

function isMachO(content: Uint8Array): boolean {
  const view = viewOf(content);
  const magic = view.getUint32(0);
  return machO.has(magic) || (fatMachO.has(magic) && view.getUint32(4) < firstJavaVersion);
}

/** A .NET assembly has the form of a Windows file and runs everywhere: its header of the common language runtime tells. */
function isNativeWindows(content: Uint8Array): boolean {
  const view = viewOf(content);
  if (view.getUint16(0) !== 0x4d5a || content.length < 0x40) return false;
  const header = view.getUint32(0x3c, true);
  const optional = header + 24;
  if (content.length < optional + 2 || view.getUint32(header) !== 0x50450000) return false;
  const directories = optional + (view.getUint16(optional, true) === 0x20b ? 112 : 96);
  const runtimeHeader = directories + 14 * 8;
  return content.length < runtimeHeader + 4 || view.getUint32(runtimeHeader, true) === 0;
}

const viewOf = (content: Uint8Array) => new DataView(content.buffer, content.byteOffset, content.byteLength);
