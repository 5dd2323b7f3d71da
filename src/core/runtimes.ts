import { nearestName } from './nearestName.ts';

export type RuntimeLanguage = 'python' | 'node' | 'java' | 'dotnet' | 'ruby' | 'go' | 'provided';

export interface Runtime {
  readonly id: string;
  readonly language: RuntimeLanguage;
  /** Day (UTC, YYYY-MM-DD) from which CreateFunction refuses it; undefined when none is announced. */
  readonly createBlocked?: string;
  /** Day from which UpdateFunctionCode and UpdateFunctionConfiguration refuse it. */
  readonly updateBlocked?: string;
  /** Without support by AWS yet: accepted, never proposed. */
  readonly preview?: boolean;
}

const longAgo = '2024-01-01';
const retired = { createBlocked: longAgo, updateBlocked: longAgo };
const updateOnly = { createBlocked: '2024-02-08', updateBlocked: '2027-03-03' };
const retiring = { createBlocked: '2027-02-01', updateBlocked: '2027-03-03' };
const dated = (createBlocked: string, updateBlocked: string) => ({ createBlocked, updateBlocked });

type Row = readonly [ids: string, dates?: Pick<Runtime, 'createBlocked' | 'updateBlocked' | 'preview'>];

/**
 * AWS's runtime table of November 2026 (Lambda developer guide, "Lambda runtimes"; identifiers: client-lambda's
 * `Runtime`), newest first within a language. Exact past days do not matter; days to come do.
 */
const table: Readonly<Record<RuntimeLanguage, readonly Row[]>> = {
  python: [
    ['python3.15', { preview: true }],
    ['python3.14 python3.13', dated('2029-07-31', '2029-08-31')],
    ['python3.12', dated('2028-11-30', '2029-01-10')],
    ['python3.11', dated('2027-07-29', '2027-08-31')],
    ['python3.10 python3.9 python3.8', retiring],
    ['python3.7', updateOnly],
    ['python3.6 python2.7', retired],
  ],
  node: [
    ['nodejs26.x', { preview: true }],
    ['nodejs24.x', dated('2028-06-01', '2028-07-01')],
    ['nodejs22.x', dated('2027-06-01', '2027-07-01')],
    ['nodejs20.x nodejs18.x nodejs16.x', retiring],
    ['nodejs14.x', updateOnly],
    ['nodejs12.x nodejs10.x nodejs8.10 nodejs6.10 nodejs4.3 nodejs4.3-edge nodejs', retired],
  ],
  java: [
    ['java25'],
    ['java21', dated('2029-07-31', '2029-08-31')],
    ['java17.al2023 java11.al2023 java8.al2023'],
    ['java17 java11 java8.al2', dated('2027-07-29', '2027-08-31')],
    ['java8', updateOnly],
  ],
  dotnet: [
    ['dotnet10', dated('2028-12-14', '2029-01-15')],
    ['dotnet8', dated('2027-07-29', '2027-08-31')],
    ['dotnet6', retiring],
    ['dotnetcore3.1 dotnetcore2.1 dotnetcore2.0 dotnetcore1.0', retired],
  ],
  ruby: [
    ['ruby4.0', { preview: true }],
    ['ruby3.4', dated('2028-04-30', '2028-05-31')],
    ['ruby3.3', dated('2027-07-29', '2027-08-31')],
    ['ruby3.2', retiring],
    ['ruby2.7', updateOnly],
    ['ruby2.5', retired],
  ],
  go: [['go1.x', updateOnly]],
  provided: [
    ['provided.al2023', dated('2029-07-31', '2029-08-31')],
    ['provided.al2', retiring],
    ['provided', updateOnly],
  ],
};

/** Every runtime that Lambda ever had under a name of its own, newest first within a language. */
export const runtimes: readonly Runtime[] = (Object.keys(table) as RuntimeLanguage[]).flatMap((language) =>
  table[language].flatMap(([ids, dates]) => ids.split(' ').map((id) => ({ id, language, ...dates }))),
);

/** The runtime with this identifier; undefined for one that this version does not know. */
export const runtimeOf = (id: string): Runtime | undefined => runtimes.find((runtime) => runtime.id === id);

/** How long before a block it is said (milliseconds): half a year, time enough to move a function. */
const warningTime = 183 * 24 * 60 * 60 * 1000;

export type RuntimeState =
  /** Neither created nor updated. */
  | { readonly kind: 'retired' }
  /** No new function; an existing one until `updateBlocked`. */
  | { readonly kind: 'updateOnly'; readonly updateBlocked: string | undefined }
  /** Both still; the first block is less than half a year away. */
  | { readonly kind: 'retiring'; readonly createBlocked: string; readonly updateBlocked: string | undefined }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'unknown'; readonly nearest: string | undefined };

/** What Lambda does with a runtime at `now` (milliseconds since the epoch). */
export function runtimeState(id: string, now: number): RuntimeState {
  const runtime = runtimeOf(id);
  if (runtime === undefined) {
    return { kind: 'unknown', nearest: nearestName(id, acceptedRuntimes(now)) };
  }
  const { createBlocked, updateBlocked } = runtime;
  if (createBlocked === undefined) return { kind: 'accepted' };
  if (updateBlocked !== undefined && now >= Date.parse(updateBlocked)) return { kind: 'retired' };
  if (now >= Date.parse(createBlocked)) return { kind: 'updateOnly', updateBlocked };
  if (now >= Date.parse(createBlocked) - warningTime) {
    return { kind: 'retiring', createBlocked, updateBlocked };
  }
  return { kind: 'accepted' };
}

/** Identifiers that a new function can have at `now`, newest first within a language; previews are left out. */
export const acceptedRuntimes = (now: number): string[] =>
  runtimes
    .filter(({ createBlocked, preview }) => !preview && !(createBlocked && now >= Date.parse(createBlocked)))
    .map(({ id }) => id);

/** Newest runtime of the language of a file, by its extension; undefined for a language without managed runtime. */
export function suggestRuntime(fileName: string, now: number): string | undefined {
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const language = languageOfExtension[extension];
  return acceptedRuntimes(now).find((id) => runtimeOf(id)?.language === language);
}

const languageOfExtension: Readonly<Partial<Record<string, RuntimeLanguage>>> = {
  py: 'python',
  js: 'node',
  mjs: 'node',
  cjs: 'node',
  ts: 'node',
  mts: 'node',
  cts: 'node',
  tsx: 'node',
  rb: 'ruby',
  java: 'java',
  cs: 'dotnet',
};

/** The newest runtime of the same language that a new function can have at `now`. */
export const successorOf = (id: string, now: number): string | undefined => {
  const language = runtimeOf(id)?.language;
  // Go has no runtime of its own any more: its binaries run on the operating system's.
  const wanted = language === 'go' ? 'provided' : language;
  return acceptedRuntimes(now).find((candidate) => runtimeOf(candidate)?.language === wanted);
};
