import { t } from '@vscode/l10n';
import { shownName, type Problem, type ReportProblem, type TextRange } from './problem.ts';
import { runtimeState, successorOf } from './runtimes.ts';

/** What a person should know of a runtime at `now`: an error only when Lambda neither creates nor updates with it. */
export function runtimeProblems(
  id: string,
  now: number,
  range: TextRange = { offset: 0, length: 1 },
  report: ReportProblem,
): Problem[] {
  const state = runtimeState(id, now);
  const successor = successorOf(id, now);
  const suggestion = successor === undefined ? undefined : JSON.stringify(successor);
  const advice = successor === undefined ? '' : ` ${t('Use {0}.', successor)}`;
  switch (state.kind) {
    case 'accepted':
      return [];
    case 'retired': {
      const sentence = t('Lambda no longer creates or updates functions with {0}.', id) + advice;
      return [report(range, 'manifest.runtimeRetired', sentence, { suggestion })];
    }
    case 'updateOnly': {
      const until = state.updateBlocked ?? '';
      const sentence =
        t('Lambda no longer creates functions with {0}; existing ones can be updated until {1}.', id, until) +
        advice;
      return [report(range, 'manifest.runtimeRetiring', sentence, { severity: 'warning', suggestion })];
    }
    case 'retiring': {
      const { createBlocked, updateBlocked = createBlocked } = state;
      const sentence =
        t(
          'Lambda creates functions with {0} until {1} and updates them until {2}.',
          id,
          createBlocked,
          updateBlocked,
        ) + advice;
      return [report(range, 'manifest.runtimeRetiring', sentence, { severity: 'warning', suggestion })];
    }
    case 'unknown': {
      const name = shownName(id);
      const sentence =
        state.nearest === undefined
          ? t('{0} is no runtime that this version knows.', name)
          : t('{0} is no runtime that this version knows. Did you mean "{1}"?', name, state.nearest);
      const meant = state.nearest === undefined ? undefined : JSON.stringify(state.nearest);
      return [report(range, 'manifest.runtimeUnknown', sentence, { severity: 'warning', suggestion: meant })];
    }
  }
}
