import { t } from '@vscode/l10n';
import { eventName } from '../events/eventReference.ts';
import type { InvocationOutcome, InvocationReport, InvocationStatus } from '../local/invocation.ts';
import { byteLength, formatBytes, formatDuration } from '../quantities.ts';
import type { Invocation, InvocationSource } from './invocationHistory.ts';
import { errorObject } from './errorObject.ts';
import { proxyResponse } from './proxyResponse.ts';

/** Characters of a result in a row. */
const longestResult = 40;
/** The same where the time that it took has to fit behind it. */
const longestMark = 24;
/** Characters of a result that are looked at for its row. */
const longestRead = 100_000;

/** How an invocation ended, for a row and a status message. */
function statusText(status: InvocationStatus): string {
  switch (status) {
    case 'success':
      return t('success');
    case 'functionError':
      return t('error');
    case 'timedOut':
      return t('timed out');
    case 'exited':
      return t('the runtime ended');
    case 'initFailed':
      return t('initialisation failed');
    case 'outOfMemory':
      return t('out of memory');
  }
}

/** `cold 340 ms`, `warm 2 ms`, `cold` while the figures are not there yet. The time is what a caller waited for the handler. */
function timeText({ start }: InvocationOutcome, report: InvocationReport | undefined): string {
  const word = start === undefined ? '' : start === 'cold' ? t('cold') : t('warm');
  if (report?.durationMs === undefined) return word;
  return `${word} ${formatDuration(report.durationMs + (report.initMs ?? 0))}`.trimStart();
}

/** A result in a few characters: a value as it is, of a proxy response status and body, of an error type and message. */
export function shortResult({ payload, status }: Pick<InvocationOutcome, 'payload' | 'status'>): string {
  if (payload.length > longestRead) return shortened(payload.slice(0, longestResult + 1));
  if (status !== 'success') {
    const { errorType, errorMessage } = errorObject(payload);
    if (errorType === undefined && errorMessage === undefined) return shortened(payload);
    return shortened(
      [errorType, errorMessage].filter((part) => part !== undefined && part !== '').join(': '),
    );
  }
  const response = proxyResponse(payload);
  return shortened(response === undefined ? payload : `${response.statusCode} ${response.body}`);
}

function shortened(text: string, longest = longestResult): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** The mark of a last result beside an event: `✓ 35 · warm 2 ms`, `✗ ValueError: FROM is n… · cold 340 ms`. */
export function resultMark({ state }: Invocation): string {
  if (state.kind !== 'ended') return '';
  const { outcome, report } = state;
  return `${symbolOf(outcome)} ${shortened(shortResult(outcome), longestMark)} · ${timeText(outcome, report)}`;
}

/** The same beside a function, whose events tell the result: `✓ warm 2 ms`. */
export function timeMark({ state }: Invocation): string {
  if (state.kind !== 'ended') return '';
  return `${symbolOf(state.outcome)} ${timeText(state.outcome, state.report)}`.trimEnd();
}

/** How an invocation ended, and what it cost: `✓ success, warm 2 ms · 38 of 128 MB`. */
export function outcomeLine(invocation: Invocation): string {
  const { state } = invocation;
  if (state.kind !== 'ended') return stateText(invocation);
  const memory = memoryText(state.report);
  const line = `${symbolOf(state.outcome)} ${stateText(invocation)}`;
  return memory === undefined ? line : `${line} · ${memory}`;
}

const symbolOf = ({ status }: InvocationOutcome): string => (status === 'success' ? '✓' : '✗');

/** Where it ran, as a row says it. */
export function sourceText(source: InvocationSource, executedVersion?: string): string {
  if (source.kind === 'local') return t('local');
  const { qualifier } = source;
  return executedVersion === undefined || executedVersion === qualifier
    ? qualifier
    : `${qualifier} (${executedVersion})`;
}

/** What an invocation came to, without its function: `success, warm 2 ms`, `cancelled`. */
export function stateText({ state }: Invocation): string {
  switch (state.kind) {
    case 'running':
      return state.phase ?? t('running');
    case 'ended':
      return [statusText(state.outcome.status), timeText(state.outcome, state.report)]
        .filter((part) => part !== '')
        .join(', ');
    case 'accepted':
      return state.type === 'Event' ? t('accepted') : t('dry run passed');
    case 'failed':
      return t('not run');
    case 'cancelled':
      return t('cancelled');
  }
}

/** Every figure of an invocation: what, value. For tooltips. */
export function invocationFacts(invocation: Invocation): readonly (readonly [string, string])[] {
  const { state, functionName, event, source } = invocation;
  const facts: [string, string | undefined][] = [
    [t('Function'), functionName],
    [t('Event'), eventName(event)],
    [t('Ran'), sourceText(source, state.kind === 'ended' ? state.outcome.executedVersion : undefined)],
    [t('Place'), source.kind === 'aws' ? source.place : undefined],
    [t('Status'), stateText(invocation)],
  ];
  if (state.kind === 'failed') facts.push([t('Reason'), state.reason]);
  if (state.kind === 'cancelled') facts.push([t('Stopped'), state.stopped]);
  if (state.kind === 'ended') {
    const { report, outcome } = state;
    const time = (ms: number | undefined) => (ms === undefined ? undefined : formatDuration(ms));
    facts.push(
      [t('Initialisation'), time(report?.initMs)],
      [t('Duration'), time(report?.durationMs)],
      [t('Billed'), time(report?.billedMs)],
      [t('Added by the container'), time(report?.overheadMs)],
      [t('Memory'), memoryText(report)],
      [t('Payload'), payloadText(invocation.sentBytes, outcome.payload)],
      [t('Request'), outcome.requestId],
    );
  }
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
}

/** `312 B sent, 48 B received`; a result that is not kept any more has no size. */
function payloadText(sent: number | undefined, received: string): string | undefined {
  const sizes = [
    sent === undefined ? undefined : t('{0} sent', formatBytes(sent)),
    received === '' ? undefined : t('{0} received', formatBytes(byteLength(received))),
  ];
  return sizes.filter((size) => size !== undefined).join(', ');
}

/** `38 of 128 MB`; undefined while it is not known. */
function memoryText(report: InvocationReport | undefined): string | undefined {
  if (report === undefined) return undefined;
  const { peakMemory, memorySize } = report;
  return peakMemory === undefined ? t('{0} MB', memorySize) : t('{0} of {1} MB', peakMemory, memorySize);
}
