import type { PythonTarget } from './pythonTarget.ts';
import { isMeant } from './pythonVersions.ts';

/** Whether a marker of PEP 508 holds where the function runs. What it cannot read holds: the package is then taken. */
export function holdsFor(marker: string, { version, processor }: PythonTarget): boolean {
  const values: Readonly<Record<string, string>> = {
    ...{
      python_version: version,
      python_full_version: `${version}.0`,
      implementation_version: `${version}.0`,
    },
    ...{ platform_machine: processor, platform_system: 'Linux', sys_platform: 'linux', os_name: 'posix' },
    ...{ platform_python_implementation: 'CPython', implementation_name: 'cpython' },
  };
  const words = marker.match(/"[^"]*"|'[^']*'|[()]|[<>=!~]+|not\s+in\b|\w+/g) ?? [];
  let at = 0;
  const takes = (word: string) => words[at] === word && ++at > 0;
  const value = () => {
    const word = words[at++] ?? '';
    return /^["']/.test(word) ? { text: word.slice(1, -1) } : { text: values[word] ?? '', of: word };
  };
  const either = (): boolean => {
    let holds = both();
    while (takes('or')) holds = both() || holds;
    return holds;
  };
  const both = (): boolean => {
    let holds = one();
    while (takes('and')) holds = one() && holds;
    return holds;
  };
  const one = (): boolean => {
    if (takes('(')) {
      const holds = either();
      takes(')');
      return holds;
    }
    const left = value();
    const operator = words[at++] ?? '';
    const right = value();
    if (operator.endsWith('in')) return right.text.includes(left.text) === (operator === 'in');
    if (left.of?.endsWith('version') === true) return isMeant(left.text, operator + right.text);
    if (operator === '==') return left.text === right.text;
    return operator === '!=' ? left.text !== right.text : true;
  };
  return either();
}
