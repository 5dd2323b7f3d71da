/**
 * The dates from which Lambda refuses a runtime, from AWS's runtime table as of November 2026. Written down here apart
 * from the product's own table, so that a mistake there is noticed.
 */
interface RuntimeDates {
  readonly createBlocked: string;
  readonly updateBlocked: string;
}

const gone: RuntimeDates = { createBlocked: '2024-01-01', updateBlocked: '2024-02-01' };
const createOnly: RuntimeDates = { createBlocked: '2024-02-08', updateBlocked: '2027-03-03' };
const later: RuntimeDates = { createBlocked: '2027-02-01', updateBlocked: '2027-03-03' };

const retired = new Map<string, RuntimeDates>([
  ...[
    'python2.7',
    'python3.6',
    'nodejs',
    'nodejs4.3',
    'nodejs6.10',
    'nodejs8.10',
    'nodejs10.x',
    'nodejs12.x',
  ].map((name) => [name, gone] as const),
  ...['dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1', 'dotnetcore3.1', 'ruby2.5'].map(
    (name) => [name, gone] as const,
  ),
  ...['python3.7', 'nodejs14.x', 'go1.x', 'java8', 'ruby2.7', 'provided'].map(
    (name) => [name, createOnly] as const,
  ),
  ...['python3.8', 'python3.9', 'python3.10', 'nodejs16.x', 'nodejs18.x', 'nodejs20.x', 'provided.al2'].map(
    (name) => [name, later] as const,
  ),
]);

const supported = new Set([
  ...['python3.11', 'python3.12', 'python3.13', 'python3.14', 'nodejs22.x', 'nodejs24.x', 'provided.al2023'],
  ...[
    'java8.al2',
    'java11',
    'java17',
    'java21',
    'java25',
    'dotnet6',
    'dotnet8',
    'dotnet10',
    'ruby3.2',
    'ruby3.3',
    'ruby3.4',
  ],
]);

/** Whether Lambda takes this runtime on this day. */
export function runtimeVerdict(
  runtime: string,
  use: 'create' | 'update',
  today: Date,
): 'accepted' | 'retired' | 'unknown' {
  const dates = retired.get(runtime);
  if (dates === undefined) return supported.has(runtime) ? 'accepted' : 'unknown';
  const blocked = use === 'create' ? dates.createBlocked : dates.updateBlocked;
  return today >= new Date(blocked) ? 'retired' : 'accepted';
}

export const acceptedRuntimes = (): string[] => [...supported];
