import { ensureAwsCli } from '../../scripts/awsCli.mjs';
import { awsTestClients } from '../support/awsTestClients.ts';
import { startMinistack } from '../support/ministack.ts';
import { alternatingPairs, ratioFigure } from './benchmark.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import {
  checkDeployed,
  CliSide,
  deployBySdk,
  freshSubject,
  ProductSide,
  readBySdk,
  removeSubject,
} from './deploySides.ts';
import type { Subject } from './deploySides.ts';

const goals = {
  first_deploy_vs_cli: 0.33,
  first_deploy_vs_bare_sdk: 1.15,
  unchanged_deploy_vs_cli: 0.05,
  unchanged_deploy_vs_bare_reads: 1.5,
} as const;

/** An unchanged deploy and its reads take milliseconds: a sample is so many of them that compiling their code does not count. */
const repetitions = 150;

/**
 * A deploy against the AWS emulator: the product's whole workflow (archive, reads, plan, steps, waits) against the AWS CLI
 * with `zip`, and against the same calls by the bare SDK. SDK loaded and clients warm on both SDK sides.
 */
export const deployBench: Benchmark = {
  names: Object.keys(goals),
  run: async (wanted) => {
    const figures: Figure[] = [];
    const ministack = await startMinistack();
    const clients = awsTestClients(ministack.url);
    const product = await ProductSide.open(ministack.url);
    try {
      const cli = new CliSide(await ensureAwsCli(), ministack.url);
      const first = (other: (subject: Subject) => Promise<void>) => {
        const measured = async (deploy: (subject: Subject) => Promise<unknown>) => {
          const subject = await freshSubject();
          await product.forget();
          const started = performance.now();
          await deploy(subject);
          const ms = performance.now() - started;
          await checkDeployed(clients, subject);
          await removeSubject(subject);
          return ms;
        };
        return alternatingPairs(
          () => measured((subject) => product.deploy(subject)),
          () => measured(other),
        );
      };
      const unchanged = async (other: (subject: Subject) => Promise<void>, times: number) => {
        const subject = await freshSubject();
        await product.forget();
        await product.deploy(subject);
        const measured = async (work: () => Promise<void>, count: number) => {
          const started = performance.now();
          for (let i = 0; i < count; i++) await work();
          return (performance.now() - started) / count;
        };
        const ours = async () => {
          // Each deploy by itself: what the one before read of the alias' version is not known to it.
          product.begin();
          const steps = await product.deploy(subject);
          if (steps !== 0) throw new Error(`an unchanged function was given ${steps} steps`);
        };
        const pairs = await alternatingPairs(
          () => measured(ours, repetitions),
          () => measured(() => other(subject), times),
        );
        await removeSubject(subject);
        return pairs;
      };
      const add = async (name: keyof typeof goals, pairs: () => Promise<readonly number[]>) => {
        if (wanted.has(name)) figures.push(ratioFigure(name, goals[name], await pairs()));
      };
      await add('first_deploy_vs_cli', () => first((subject) => cli.deploy(subject)));
      await add('first_deploy_vs_bare_sdk', () => first((subject) => deployBySdk(clients, subject)));
      await add('unchanged_deploy_vs_cli', () => unchanged((subject) => cli.read(subject), 1));
      await add('unchanged_deploy_vs_bare_reads', () =>
        unchanged((subject) => readBySdk(clients, subject), repetitions),
      );
    } finally {
      await product.dispose();
      clients.destroy();
      await ministack.stop();
    }
    return figures;
  },
};
