import type { InvocationReport, LogLine } from './invocation.ts';

/** Lambda's REPORT line with the true figures; what nobody measured is left out. */
export function reportLine(requestId: string, report: InvocationReport): LogLine {
  const { durationMs, billedMs, memorySize, peakMemory, initMs } = report;
  const parts = [
    `REPORT RequestId: ${requestId}`,
    durationMs === undefined ? undefined : `Duration: ${durationMs.toFixed(2)} ms`,
    billedMs === undefined ? undefined : `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${memorySize} MB`,
    peakMemory === undefined ? undefined : `Max Memory Used: ${peakMemory} MB`,
    initMs === undefined ? undefined : `Init Duration: ${initMs.toFixed(2)} ms`,
  ];
  return { text: parts.filter((part) => part !== undefined).join('\t'), source: 'ours' };
}

export interface Measured {
  readonly initMs: number | undefined;
  readonly durationMs: number | undefined;
  /** MB. */
  readonly peakMemory: number | undefined;
}

/**
 * @param wallMs milliseconds from the request for an invocation to its answer
 * @param memorySize MB
 */
export function invocationReport(measured: Measured, wallMs: number, memorySize: number): InvocationReport {
  const { initMs, durationMs, peakMemory } = measured;
  const inside = durationMs === undefined ? undefined : durationMs + (initMs ?? 0);
  return {
    initMs,
    durationMs,
    // Initialisation has been billed for every function since August 2025.
    billedMs: inside === undefined ? undefined : Math.ceil(inside),
    memorySize,
    peakMemory,
    overheadMs: inside === undefined ? undefined : Math.max(0, wallMs - inside),
  };
}
