import { BlockList, isIP } from 'node:net';

/**
 * Whether `host` is reached without the proxy. Rules of NO_PROXY and of VS Code's http.noProxy: `*`, a host, a suffix
 * with or without a leading dot or `*.`, `host:port`, an address or CIDR block. This machine itself is never proxied.
 */
export function bypassesProxy(host: string, port: number, rules: readonly string[]): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127\./.test(name))
    return true;
  return rules.some((rule) => matches(rule.trim().toLowerCase(), name, port));
}

/** The rules of an environment variable: separated by commas or white space. */
export function noProxyRules(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
}

function matches(rule: string, host: string, port: number): boolean {
  if (rule === '*') return true;
  if (rule === '') return false;
  const [, address = '', prefix] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/.exec(rule) ?? [];
  const family = isIP(address);
  if (family !== 0) return isIP(host) === family && addressMatches(address, family, prefix, host);
  const [, name = rule, rulePort] = /^(.*?)(?::(\d+))?$/s.exec(rule) ?? [];
  if (rulePort !== undefined && Number(rulePort) !== port) return false;
  const suffix = name.replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function addressMatches(address: string, family: number, prefix: string | undefined, host: string): boolean {
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(address, bits, type);
  return list.check(host, type);
}
