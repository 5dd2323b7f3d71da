/** The beginnings of files with machine code, as linkers write them, with as much behind as makes them look real. */
function headed(length: number, write: (view: DataView) => void): Buffer {
  const bytes = Buffer.alloc(length, 0);
  write(new DataView(bytes.buffer, bytes.byteOffset, length));
  return bytes;
}

/** @param machine `e_machine`: 62 x86_64, 183 arm64, 40 arm, 243 RISC-V */
export const elf = (machine: number, { type = 3, bigEndian = false, length = 256 } = {}): Buffer =>
  headed(length, (view) => {
    view.setUint32(0, 0x7f454c46);
    view.setUint8(4, 2);
    view.setUint8(5, bigEndian ? 2 : 1);
    view.setUint8(6, 1);
    view.setUint16(16, type, !bigEndian);
    view.setUint16(18, machine, !bigEndian);
  });

export const machO = (): Buffer =>
  headed(256, (view) => {
    view.setUint32(0, 0xcffaedfe);
    view.setUint32(4, 0x0c000001);
  });

export const fatMachO = (): Buffer =>
  headed(256, (view) => {
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, 2);
  });

/** A class that Java compiled: the same first bytes as a fat Mach-O file. */
export const javaClass = (): Buffer =>
  headed(256, (view) => {
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, 65);
  });

export const windowsFile = ({ dotnet = false } = {}): Buffer =>
  headed(512, (view) => {
    view.setUint16(0, 0x4d5a);
    view.setUint32(0x3c, 0x80, true);
    view.setUint32(0x80, 0x50450000);
    view.setUint16(0x80 + 24, 0x20b, true);
    if (dotnet) view.setUint32(0x80 + 24 + 112 + 14 * 8, 0x2008, true);
  });
