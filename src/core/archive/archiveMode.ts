const executable = 0o755;
const plain = 0o644;
/** Mode of a link that is stored as a link, with the bits that say so. */
export const linkMode = 0o120777;

/** How many first bytes of a file `archiveMode` looks at. */
export const modeHeadLength = 4;

/**
 * Mode of a file in the archive: 0o755 when anyone may execute it, else 0o644, so that umask and group bits of the
 * machine do not show. Windows has no such bit; there a custom runtime's `bootstrap`, scripts (`#!`) and ELF binaries
 * are executable, since Lambda could not start them otherwise.
 *
 * @param platform `process.platform` of the machine that packages
 * @param path path in the archive
 * @param mode `st_mode` of the file
 * @param head its first bytes, up to `modeHeadLength`; looked at on Windows only
 */
export function archiveMode(platform: string, path: string, mode: number, head: Uint8Array): number {
  if (platform !== 'win32') return (mode & 0o111) === 0 ? plain : executable;
  const isBootstrap = path === 'bootstrap' || path.endsWith('/bootstrap');
  return isBootstrap || startsWith(head, '#!') || startsWith(head, '\x7fELF') ? executable : plain;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
