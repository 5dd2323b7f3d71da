import * as vscode from 'vscode';

export type Report = (text: string) => void;

/** Milliseconds after which work that is mostly over at once is shown to be still going on. */
const lateAfter = 400;

/** Runs work with a cancellable notification; cancelling aborts the signal. */
export function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
  return Promise.resolve(
    vscode.window.withProgress(options, async (progress, token) => {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => controller.abort());
      try {
        return await work(controller.signal, (message) => progress.report({ message }));
      } finally {
        subscription.dispose();
      }
    }),
  );
}

/** As `withLateProgress`, with a signal of its own. */
export function withQuickProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  return withLateProgress(title, controller, (report) => work(controller.signal, report));
}

/**
 * The same for work that may take milliseconds: the notification comes only when it does not, with what was reported last.
 * Cancelling aborts the controller.
 */
export async function withLateProgress<T>(
  title: string,
  controller: AbortController,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  let latest = '';
  let show: Report | undefined;
  const running = work((text) => {
    latest = text;
    show?.(text);
  });
  const settled = running.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    void withProgress(title, async (signal, report) => {
      signal.addEventListener('abort', () => controller.abort());
      show = report;
      if (latest !== '') report(latest);
      await settled;
    });
  }, lateAfter);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
