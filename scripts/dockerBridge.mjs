// The network of an engine that we start: a bridge of its own, gone with the engine, so that neither another engine's docker0
// (which two engines would hand out the same addresses of) nor this machine's firewall is touched.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { UnableError } from './dockerCommand.mjs';
import { isAlive } from './lock.mjs';

const prefix = 'lwb-';

function ip(...args) {
  const { status, stdout, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new UnableError(`ip ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
  return stdout;
}

/** Asked of the system: Node's list leaves out bridges that no container is attached to, and another engine's may be one. */
function freeSubnet() {
  const used = [...ip('-4', '-oneline', 'address').matchAll(/ inet ([\d.]+)/g)].map(([, address]) => address);
  for (let third = 0; third < 256; third++) {
    const subnet = `172.30.${third}.`;
    if (!used.some((address) => address.startsWith(subnet))) return subnet;
  }
  throw new Error(
    'All of 172.30.0.0/16 is in use: there is no address left for the bridge of a Docker engine.',
  );
}

/** Bridges whose process was killed before it could remove them. */
function removeLeftovers() {
  for (const name of readdirSync('/sys/class/net')) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) ip('link', 'delete', name);
  }
}

/** @returns {{ name: string, remove: () => void }} */
export function createBridge() {
  removeLeftovers();
  const name = `${prefix}${process.pid}`;
  ip('link', 'add', name, 'type', 'bridge');
  const remove = () => ip('link', 'delete', name);
  try {
    ip('address', 'add', `${freeSubnet()}1/24`, 'dev', name);
    ip('link', 'set', name, 'up');
  } catch (error) {
    remove();
    throw error;
  }
  return { name, remove };
}
