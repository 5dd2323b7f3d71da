import { archiveBench } from './archiveBench.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { buildBench } from './buildBench.ts';
import { deployBench } from './deployBench.ts';
import { hostBench } from './hostBench.ts';
import { layerBench } from './layerBench.ts';
import { localBench } from './localBench.ts';
import { treeBench } from './treeBench.ts';

/** Figures are measured in this order. */
const benchmarks: readonly Benchmark[] = [
  archiveBench,
  buildBench,
  deployBench,
  layerBench,
  hostBench,
  localBench,
  treeBench,
];

/** Three fields for programs, then the spread for people. */
function print({ name, value, goal, samples }: Figure): void {
  const format = (number: number) => (number < 10 ? number.toFixed(3) : number.toFixed(1));
  console.log(`${name} ${format(value)} ${goal}`);
  const spread = [Math.min(...samples), value, Math.max(...samples)].map(format);
  console.log(`# ${name} ${spread.join(' ')} ${samples.length}`);
}

async function main(asked: readonly string[]): Promise<number> {
  const names = benchmarks.flatMap((benchmark) => benchmark.names);
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
    return 1;
  }
  const wanted = new Set(asked.length === 0 ? names : asked);
  let missed = 0;
  for (const benchmark of benchmarks) {
    if (!benchmark.names.some((name) => wanted.has(name))) continue;
    for (const figure of await benchmark.run(wanted)) {
      print(figure);
      if (!(figure.value <= figure.goal)) missed++;
    }
  }
  if (missed > 0) console.error(`${missed} of the figures missed their goal.`);
  return missed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
