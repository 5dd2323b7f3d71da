import { startAwsListener } from './awsListener.ts';
import type { AwsListener } from './awsListener.ts';

/** Functions on a page of ListFunctions, as Lambda has it. */
const pageSize = 50;

const listedName = (index: number): string => `team${index % 7}-f${String(index).padStart(5, '0')}`;

/** An endpoint with more functions than an emulator could be given in the time of a benchmark. */
export function startFunctionList(count: number): Promise<AwsListener> {
  return startAwsListener(({ path }) => {
    const url = new URL(path, 'http://x');
    if (!url.pathname.endsWith('/functions/') && !url.pathname.endsWith('/functions')) {
      return { status: 404, body: '{}' };
    }
    const start = Number(url.searchParams.get('Marker') ?? 0);
    const end = Math.min(count, start + pageSize);
    const Functions = Array.from({ length: end - start }, (_, at) => configuration(start + at));
    const NextMarker = end < count ? String(end) : undefined;
    const headers = { 'content-type': 'application/json' };
    return { status: 200, headers, body: JSON.stringify({ Functions, NextMarker }) };
  });
}

function configuration(index: number) {
  const FunctionName = listedName(index);
  return {
    FunctionName,
    FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${FunctionName}`,
    Runtime: 'python3.13',
    Handler: 'app.main',
    Role: 'arn:aws:iam::123456789012:role/service-role/one-of-many',
    Description: `The function with the number ${index}`,
    CodeSize: 1000 + index,
    MemorySize: 128,
    Timeout: 3,
    LastModified: '2026-11-03T10:00:00.000+0000',
    CodeSha256: 'x'.repeat(44),
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    Environment: { Variables: { ONE: 'a value', OTHER: 'another value' } },
  };
}
