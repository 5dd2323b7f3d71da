import { t } from '@vscode/l10n';

/** How long ago a time was, as people say it: `just now`, `3 minutes ago`, `yesterday`, `2 months ago`. */
export function relativeTime(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 45) return t('just now');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? t('1 minute ago') : t('{0} minutes ago', minutes);
  const hours = Math.round(minutes / 60);
  if (hours < 24) return hours === 1 ? t('1 hour ago') : t('{0} hours ago', hours);
  const days = Math.round(hours / 24);
  if (days < 60) return days === 1 ? t('yesterday') : t('{0} days ago', days);
  const months = Math.round(days / 30.44);
  return months < 24 ? t('{0} months ago', months) : t('{0} years ago', Math.round(months / 12));
}
