import { withoutCredentials } from './withoutCredentials.ts';

export type PythonTrouble =
  | { readonly kind: 'noWheel'; readonly requirement: string }
  | { readonly kind: 'noVersion'; readonly requirement: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'lockOutOfDate' }
  | { readonly kind: 'diskFull' };

const requirement = String.raw`([A-Za-z0-9][\w.-]*(?:\[[\w,.-]*\])?(?:\s*[=<>!~]=?=?[^\s,;)]+)?)`;
const found = (pattern: string, output: string) => new RegExp(pattern).exec(output)?.[1];

/** What uv (0.5 to 0.13) and pip (20 to 26) mean by how they failed; undefined for what this does not know. */
export function pythonTrouble(output: string): PythonTrouble | undefined {
  const text = output.replaceAll(/\s+/g, ' ');
  if (/No space left on device|os error 28\b/.test(text)) return { kind: 'diskFull' };
  if (
    /\b(?:401|403) (?:Client Error|Unauthorized|Forbidden)|status (?:client )?error[^.]*\b40[13]\b/i.test(
      text,
    )
  )
    return { kind: 'refused' };
  if (
    /error sending request|dns error|tcp connect|Could not connect, are you offline|network was disabled|NewConnectionError|ProxyError|SSLError|ConnectTimeout|ReadTimeout|Max retries exceeded|connection broken/i.test(
      text,
    )
  )
    return { kind: 'unreachable' };
  const noWheel =
    found(`${requirement} has no (?:usable )?wheels`, text) ??
    found(`${requirement} has no wheels with a matching`, text) ??
    found(`(?:Because|and) (?:only )?${requirement}[^.]*? (?:has|have) no wheels`, text) ??
    found(`Wheels are required for \`${requirement}\``, text) ??
    found(`distribution \`${requirement}[^\`]*\` can't be installed because`, text) ??
    found(`No matching distribution found for ${requirement}`, text);
  // pip says the same of a version that nobody has ever made and of one without a wheel.
  if (noWheel !== undefined) return { kind: 'noWheel', requirement: noWheel };
  const noVersion =
    found(`there is no version of ${requirement}`, text) ??
    found(`${requirement} was not found in the (?:package )?(?:registry|index)`, text);
  if (noVersion !== undefined) return { kind: 'noVersion', requirement: noVersion };
  if (/lockfile.*(?:needs to be updated|out of date|could not be parsed|failed to parse)/i.test(text))
    return { kind: 'lockOutOfDate' };
  return undefined;
}

/** The last line that is not empty, as a sentence may hold it. */
export const lastWordsOf = (output: string): string =>
  withoutCredentials(output.trimEnd().split('\n').at(-1)?.trim() ?? '').slice(0, 300);
