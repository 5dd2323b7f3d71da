import { t } from '@vscode/l10n';

/**
 * Why MiniStack ended, in words that hold nothing it wrote: its output may carry environment values of functions. Only
 * the class of the last Python error is taken over.
 */
export function startFailureReason(output: string, code: number | null, signal: string | null): string {
  if (isPortTaken(output)) return t('its port is in use');
  const errors = [...output.matchAll(/^([A-Za-z_][A-Za-z_.]*(?:Error|Exception|NotFound))(?::|$)/gm)];
  const type = errors.at(-1)?.[1];
  if (type !== undefined) return t('Python reported {0}', type);
  return signal === null ? t('exit code {0}', String(code)) : t('signal {0}', signal);
}

export function isPortTaken(output: string): boolean {
  return /already in use|EADDRINUSE/i.test(output);
}
