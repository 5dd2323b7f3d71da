import { t } from '@vscode/l10n';

/** Bytes as people read them: `812 B`, `1.2 KB`, `48.3 MB`, `75 GB` (1 KB = 1,024 bytes, as Lambda counts). */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  if (kilobytes < 1024) return `${short(kilobytes)} KB`;
  const megabytes = kilobytes / 1024;
  return megabytes < 1024 ? `${short(megabytes)} MB` : `${short(megabytes / 1024)} GB`;
}

/** Bytes of a text as it is sent: UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Milliseconds as people read them: `2 ms`, `1.4 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${short(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** How many files: `1 file`, `12 files`. */
export function formatFileCount(count: number): string {
  return count === 1 ? t('1 file') : t('{0} files', count);
}

function short(value: number): string {
  return value < 100 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
