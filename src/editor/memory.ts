import type * as vscode from 'vscode';
import type { FormerVersion } from '../core/aliases/aliasHistory.ts';
import type { GradualShift } from '../core/aliases/gradualShift.ts';
import type { SeenInStep } from '../core/deployment/deploymentState.ts';
import type { EventReference } from '../core/events/eventReference.ts';
import type { FunctionReference } from '../core/functionReference.ts';
import type { DeployedReference, DeployedTarget } from '../core/invocations/deployedReference.ts';
import type { InvocationTarget } from '../core/invocations/invocationTarget.ts';
import type { KnownBelongings } from '../core/removal/removalPlan.ts';
import type { RequestAnswers } from '../core/restApi/testRequest.ts';

/** What this workspace remembers between windows. No secrets: VS Code keeps it in a plain database. */
export interface Remembered {
  /** What `Deploy Again` repeats. */
  lastFunction: FunctionReference;
  /** `account/region/function` of every plan that was confirmed once. */
  confirmedPlans: readonly string[];
  sandboxChosen: boolean;
  /** What `Invoke Again` repeats. */
  lastInvocation: InvocationTarget | DeployedTarget;
  /** Key of an event → where in AWS it was sent last. */
  deployedTargets: Readonly<Record<string, DeployedReference>>;
  /** Ids of functions that run with the container engine's architecture, whatever their manifest says. */
  nativeFunctions: readonly string[];
  /** Real paths outside of the workspace that containers may see. */
  mountedFolders: readonly string[];
  /** Key of an event → the function that was chosen for it. */
  eventFunctions: Readonly<Record<string, FunctionReference>>;
  /** Key of a function → its last events, newest first. */
  recentEvents: Readonly<Record<string, readonly EventReference[]>>;
  /** `account/region/function` → both sides when they were last in step. */
  seenInStep: Readonly<Record<string, SeenInStep>>;
  /** Sha256 of an archive of ours → CodeSha256 of what was imported with the same content. */
  importedCode: Readonly<Record<string, readonly string[]>>;
  /** Connection → words that the Functions view's names must hold. */
  functionFilters: Readonly<Record<string, string>>;
  /** `account/region/function:alias` → where the alias pointed before, newest first. */
  aliasHistory: Readonly<Record<string, readonly FormerVersion[]>>;
  /** Shifts that are under way, or were when the window closed. */
  gradualShifts: readonly GradualShift[];
  /** `account/region/rule` of a warm-up → when this workspace turned it on: milliseconds since the epoch. */
  warmUpSince: Readonly<Record<string, number>>;
  /** `account/region/function` → what belonged to a function whose deletion did not come to its end. */
  removals: Readonly<Record<string, KnownBelongings>>;
  /** Key of an API → its id, where several have its name. */
  chosenApis: Readonly<Record<string, string>>;
  /** Route of a function → what was sent to it last, without headers that carry credentials. */
  testRequests: Readonly<Record<string, RequestAnswers>>;
  /** The last test e-mail. */
  testEmail: { readonly from: string; readonly subject: string };
  /** Connection → functions on top of the Functions view. */
  pinnedFunctions: Readonly<Record<string, readonly string[]>>;
}

export interface Memory {
  read<Key extends keyof Remembered>(key: Key): Remembered[Key] | undefined;
  write<Key extends keyof Remembered>(key: Key, value: Remembered[Key]): void;
}

export function createMemory(state: vscode.Memento): Memory {
  return {
    read: (key) => state.get(key),
    write: (key, value) => void state.update(key, value),
  };
}
