import * as vscode from 'vscode';
import { actProgress, actText, pointerText, versionsToProve } from '../../core/aliases/aliasChange.ts';
import type { AliasChange } from '../../core/aliases/aliasChange.ts';
import { equalPointers, pointerOf } from '../../core/aliases/aliasPointer.ts';
import type { SmokeTest } from '../../core/aliases/smokeTests.ts';
import type { LiveAlias, LiveFunction } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { withLateProgress } from '../../editor/progress.ts';
import { readSetting } from '../../editor/settings.ts';
import { readAliasFacts } from '../../workflows/aliases/aliasFacts.ts';
import type { AliasFacts } from '../../workflows/aliases/aliasFacts.ts';
import type { AliasRun } from '../../workflows/aliases/aliasRun.ts';
import { changeAlias, looksLike } from '../../workflows/aliases/changeAlias.ts';
import type { AwsConnection } from '../../workflows/ports.ts';
import { proveVersion, smokeTestsOf } from './aliasGate.ts';
import { rememberFormer } from './aliasMemory.ts';
import { placeOf } from './aliasPlace.ts';
import type { AliasPlace } from './aliasPlace.ts';
import type { AliasServices } from './aliasServices.ts';
import { confirmAliasChange, settleRace } from './confirmAliasChange.ts';

export interface AliasChangeOptions {
  /** Throws when Lambda would refuse what is wanted. */
  readonly check?: (facts: AliasFacts) => void;
  /** The person was asked already. */
  readonly confirmed?: boolean;
  /** Lines of name and value for the question about a protected alias. */
  readonly more?: readonly string[];
}

interface Prepared extends AliasFacts {
  readonly connection: AwsConnection;
  readonly place: AliasPlace;
  readonly smokeTests: readonly SmokeTest[];
}

/**
 * Changes an alias the way every command does: reads what is there, asks where somebody was quicker or the alias is
 * protected, calls its smoke tests, writes, and remembers where it pointed. Ends without a word when the person says no.
 * Answers whether the alias is what was wanted then.
 */
export async function carryOutAliasChange(
  change: AliasChange,
  services: AliasServices,
  { check, confirmed = false, more }: AliasChangeOptions = {},
): Promise<boolean> {
  const { functionName, alias, to } = change;
  const prepared = await underProgress(actProgress(change), services, (run) =>
    prepare(change, services, run),
  );
  const { live, place } = prepared;
  check?.(prepared);
  if (change.seen !== undefined && live !== undefined && equalPointers(pointerOf(live), to)) {
    services.functionChanged(functionName);
    say(vscode.l10n.t('{0} of {1} points to {2} already', alias, functionName, pointerText(to)));
    return true;
  }
  let agreed = confirmed;
  if (!isAsSeen(change, live)) {
    if (!(await settle(change, live, place, services))) return false;
    agreed = true;
  }
  if (!agreed && !(await confirmProtected(change, prepared, more, services))) return false;
  try {
    return await write(change, prepared, services);
  } finally {
    services.functionChanged(functionName);
  }
}

/**
 * Runs work on an alias; shown, and cancellable, when it takes a while. `opened` is the connection that the person was
 * asked about: another one may have been chosen since.
 */
export function underProgress<T>(
  title: string,
  services: Pick<AliasServices, 'connection' | 'clock'>,
  work: (run: AliasRun) => Promise<T>,
  opened?: AwsConnection,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  return withLateProgress(title, controller, async (report) => {
    const connection = opened ?? (await services.connection.open({ signal, onProgress: report }));
    const { functions } = connection;
    return work({ connection, functions, clock: services.clock, signal, onWaiting: report });
  });
}

async function prepare(change: AliasChange, services: AliasServices, run: AliasRun): Promise<Prepared> {
  const { functionName, alias, to } = change;
  const { connection } = run;
  const facts = await readAliasFacts(functionName, alias, to, connection, run);
  const [main] = facts.versions;
  if (main === undefined) throw aliasFailures.versionGone(to.version, functionName);
  const place = placeOf(main);
  const proving = versionsToProve(change).length > 0;
  const smokeTests = proving ? await smokeTestsOf(functionName, alias, place, services) : [];
  return { ...facts, connection, place, smokeTests };
}

function isAsSeen({ seen }: AliasChange, live: LiveAlias | undefined): boolean {
  return seen === undefined ? live === undefined : live !== undefined && looksLike(live, seen);
}

/** What the person did not know: rejects where there is nothing to choose. */
async function settle(
  change: AliasChange,
  theirs: LiveAlias | undefined,
  place: AliasPlace,
  { dialogs, functionChanged }: AliasServices,
): Promise<boolean> {
  const { functionName, alias, seen } = change;
  functionChanged(functionName);
  if (theirs === undefined) throw aliasFailures.gone(alias, functionName);
  if (seen === undefined) throw aliasFailures.exists(alias, functionName);
  return settleRace(change, theirs, place, dialogs);
}

async function confirmProtected(
  change: AliasChange,
  { live, place, smokeTests }: Prepared,
  more: readonly string[] | undefined,
  { dialogs }: AliasServices,
): Promise<boolean> {
  const { functionName, alias, to } = change;
  if (!readSetting('protectedAliases').includes(alias)) return true;
  const button = actText(change);
  const message = vscode.l10n.t('{0} is a protected alias. {1}?', alias, button);
  const events = smokeTests.map(({ event }) => event);
  const question = { functionName, alias, live, to: pointerText(to), place, smokeTests: events, more };
  return confirmAliasChange(message, button, question, dialogs);
}

/** Smoke tests come once, the write again when somebody was quicker and the person wants it anyway. */
async function write(change: AliasChange, prepared: Prepared, services: AliasServices): Promise<boolean> {
  const { functionName, alias, to } = change;
  const { connection, versions, smokeTests, place } = prepared;
  const title = actProgress(change);
  if (smokeTests.length > 0) {
    const wanted = versionsToProve(change);
    const toProve = versions.filter(({ version }) => wanted.includes(version));
    const prove = (run: AliasRun) => proveAll(alias, toProve, smokeTests, run, services);
    await underProgress(title, services, prove, connection);
  }
  let known = prepared.live;
  for (;;) {
    const before = known;
    const apply = async (run: AliasRun) => {
      const came = await changeAlias({ ...change, seen: before }, run);
      if (came.kind === 'changed' && before !== undefined) {
        const which = { functionName, alias, place };
        await rememberFormer(which, pointerOf(before), to, connection, services, run);
      }
      return came;
    };
    const outcome = await underProgress(title, services, apply, connection);
    if (outcome.kind === 'changed') {
      services.log.info(`${functionName}: ${alias} → ${pointerText(to)}`);
      say(vscode.l10n.t('{0} of {1} → {2}', alias, functionName, pointerText(to)));
      return true;
    }
    known = outcome.theirs;
    if (!(await settleRace(change, known, place, services.dialogs))) return false;
  }
}

async function proveAll(
  alias: string,
  versions: readonly LiveFunction[],
  tests: readonly SmokeTest[],
  run: AliasRun,
  services: AliasServices,
): Promise<void> {
  for (const version of versions) await proveVersion(alias, version, tests, run, services);
}

/** What the tree shows too, for a person who does not look at it. */
function say(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, 5000);
}
