import { readFile, readdir, readlink } from 'node:fs/promises';

export interface ListeningSocket {
  /** As /proc/net/tcp has it: hexadecimal, in the host's byte order; 127.0.0.1 is 0100007F on little-endian machines. */
  readonly address: string;
  readonly port: number;
}

export const loopback = '0100007F';

/** Ids of the processes in a process group, zombies left out. Linux only. */
export async function groupMembers(group: number): Promise<number[]> {
  const members: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] !== 'Z' && Number(fields[2]) === group) members.push(Number(entry));
  }
  return members;
}

/** What the processes of a group listen on, IPv4 and IPv6. Linux only. */
export async function listeningSockets(group: number): Promise<ListeningSocket[]> {
  const inodes = new Set<string>();
  for (const pid of await groupMembers(group)) {
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) inodes.add(inode);
    }
  }
  const sockets: ListeningSocket[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    const lines = (await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')).split('\n').slice(1);
    for (const line of lines) {
      const fields = line.trim().split(/\s+/);
      const [address = '', port = ''] = (fields[1] ?? '').split(':');
      // 0A is LISTEN; a UDP socket that takes datagrams is 07.
      const listens = fields[3] === (table.startsWith('tcp') ? '0A' : '07');
      if (listens && inodes.has(fields[9] ?? '')) sockets.push({ address, port: parseInt(port, 16) });
    }
  }
  return sockets;
}
