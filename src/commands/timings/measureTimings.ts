import * as vscode from 'vscode';
import { timingFailures } from '../../core/failures/timingFailures.ts';
import { shortResult } from '../../core/invocations/invocationText.ts';
import type { InvocationOutcome } from '../../core/local/invocation.ts';
import { timingOf } from '../../core/timings/timings.ts';
import type { TimingChart } from '../../core/timings/timings.ts';
import { back } from '../../editor/multiStep.ts';
import { withProgress, withQuickProgress } from '../../editor/progress.ts';
import { showTimings } from '../../editor/providers/timingsPanel.ts';
import { checkEventFits, longestRun, readAnswer } from '../../workflows/invokeDeployed.ts';
import { measureInAws, measureLocally } from '../../workflows/measureTimings.ts';
import type { Measured, MeasureOptions } from '../../workflows/measureTimings.ts';
import type { CommandServices } from '../commandServices.ts';
import { accountArgument } from '../account/accountTarget.ts';
import { deployedTarget } from '../invoke/deployedTarget.ts';
import { eventText } from '../invoke/eventText.ts';
import { invocationTarget } from '../invoke/invocationTarget.ts';
import { placeOf } from '../invoke/invokeInAws.ts';
import { argumentNode } from '../targets/commandArgument.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';

const usual = 10;
const most = 100;

/** What is measured: a name for sentences, and how. */
interface Measurement {
  readonly name: string;
  readonly place: string;
  /** A sentence for the question before it begins; undefined: nothing is asked. */
  readonly warning?: (count: number) => string;
  readonly run: (count: number, options: MeasureOptions) => Promise<Measured>;
}

/** `Lambda: Measure Cold and Warm Start…` */
export async function measureTimings(args: readonly unknown[], services: CommandServices): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Measure Cold and Warm Start');
  const where = await askWhere(args, title, services);
  if (where === undefined) return;
  const measurement = await (where === 'local' ? locally : inAws)(args, title, services);
  if (measurement === undefined) return;
  const { name, place, warning, run } = measurement;
  const count = await askCount(title, services);
  if (count === undefined) return;
  if (warning !== undefined) {
    const button = t('Measure {0}', name);
    const message = t('Invoke {0} about {1} times in {2}?', name, 2 * count, place);
    const detail = warning(count);
    const answer = await services.dialogs.confirm({ message, detail, buttons: [button], warning: false });
    if (answer === undefined) return;
  }
  const measured = await withProgress(t('Measuring {0}', name), (signal, onProgress) =>
    run(count, { signal, onProgress }),
  );
  showTimings(chartOf(name, place, measured, count), services.dialogs);
}

/** A row of an account is of AWS, one of an earlier invocation where it was; else the person says it. */
async function askWhere(
  args: readonly unknown[],
  title: string,
  { dialogs, history }: CommandServices,
): Promise<'local' | 'aws' | undefined> {
  const { t } = vscode.l10n;
  if (accountArgument(args) !== undefined) return 'aws';
  const node = argumentNode(args);
  const earlier = node?.kind === 'invocation' ? history.get(node.id) : undefined;
  if (earlier !== undefined) return earlier.source.kind;
  const answer = await dialogs.pick<'local' | 'aws'>({
    title,
    placeholder: t('Where to invoke'),
    items: [
      {
        label: t('Here, in a Container'),
        description: t('each cold start is a fresh container'),
        value: 'local',
      },
      {
        label: t('In AWS'),
        description: t('cold starts by simultaneous invocations; nothing is changed'),
        value: 'aws',
      },
    ],
  });
  return answer === back ? undefined : answer;
}

async function askCount(title: string, { dialogs }: CommandServices): Promise<number | undefined> {
  const { t } = vscode.l10n;
  const answer = await dialogs.input({
    title,
    prompt: t('How many cold and as many warm invocations'),
    value: String(usual),
    validate: (text) =>
      /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most
        ? undefined
        : t('A number from 1 to {0}.', most),
  });
  return answer === undefined || answer === back ? undefined : Number(answer);
}

async function locally(
  args: readonly unknown[],
  title: string,
  services: CommandServices,
): Promise<Measurement | undefined> {
  const target = await invocationTarget(args, title, services);
  if (target === undefined) return undefined;
  const event = await eventText(target.event, services);
  const source = await runnableFunction(target.reference, services);
  const { functionName } = source.manifest;
  const invoker = await services.localInvoker();
  return {
    name: functionName,
    place: vscode.l10n.t('A container of this machine'),
    run: (count, options) =>
      measureLocally(
        count,
        async (fresh) => {
          const begun = performance.now();
          const result = await invoker.invoke({ source, event, fresh }, { signal: options.signal });
          const waited = performance.now() - begun;
          requireSuccess(functionName, result);
          const timing = timingOf(await result.report) ?? { initMs: undefined, durationMs: waited };
          return { ...timing, start: result.start };
        },
        options,
      ),
  };
}

async function inAws(
  args: readonly unknown[],
  title: string,
  services: CommandServices,
): Promise<Measurement | undefined> {
  const { t } = vscode.l10n;
  const target = await deployedTarget(args, title, services, 'RequestResponse');
  if (target === undefined) return undefined;
  const payload = await eventText(target.event, services);
  const { functionName, qualifier, type } = target.reference;
  checkEventFits(payload, type);
  const connection = await withQuickProgress(title, (signal, onProgress) =>
    services.connection.open({ signal, onProgress }),
  );
  const name = `${functionName}:${qualifier}`;
  return {
    name,
    place: placeOf(connection),
    warning: (count) =>
      t(
        'Each invocation has all effects of the function, and is billed. {0} are made at the same time, as only then Lambda starts new environments. Nothing of the function is changed.',
        count,
      ),
    run: (count, options) =>
      measureInAws(
        count,
        async () => {
          const sent = { payload, timeout: longestRun, type };
          const begun = performance.now();
          const answer = await connection.invocations.invoke(functionName, qualifier, sent, {
            signal: options.signal,
          });
          const waited = performance.now() - begun;
          const { outcome, report } = readAnswer(answer);
          requireSuccess(name, outcome);
          const timing = report && timingOf(report);
          if (timing === undefined) return { initMs: undefined, durationMs: waited, start: undefined };
          return { ...timing, start: outcome.start };
        },
        options,
      ),
  };
}

/** @throws Failure `timings.functionFails` */
function requireSuccess(name: string, outcome: Pick<InvocationOutcome, 'status' | 'payload'>): void {
  if (outcome.status !== 'success') throw timingFailures.functionFails(name, shortResult(outcome));
}

function chartOf(name: string, place: string, measured: Measured, count: number): TimingChart {
  const { t } = vscode.l10n;
  const { cold, warm, unknown } = measured;
  const series = [
    { name: t('cold'), start: 'cold' as const, timings: cold },
    { name: t('warm'), start: 'warm' as const, timings: warm },
    { name: t('cold or warm'), start: 'warm' as const, timings: unknown },
  ];
  return {
    title: name,
    notes: [place, ...notesOn(measured, count)],
    series: series.filter(({ timings }) => timings.length > 0),
  };
}

function notesOn({ cold, warm, unknown }: Measured, count: number): string[] {
  const { t } = vscode.l10n;
  if (unknown.length > 0)
    return [
      t(
        'No REPORT line came back, as from an emulator: the times are those until the answer was there, and nobody says which started cold.',
      ),
    ];
  const notes: string[] = [];
  if (cold.length < count)
    notes.push(t('{0} of {1} met a cold start: the others found a free environment.', cold.length, count));
  if (warm.length < count)
    notes.push(t('{0} of {1} were warm: the others were given a new environment.', warm.length, count));
  return notes;
}
