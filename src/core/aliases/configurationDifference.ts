import { t } from '@vscode/l10n';
import type { LiveFunction } from '../deployment/liveState.ts';
import { layerText } from '../deployment/layerSpec.ts';
import type { PlanLine } from '../deployment/planText.ts';
import { formatBytes } from '../quantities.ts';

/**
 * What calls get that go to another version: a version carries its configuration along. Variables are named, never their
 * values. Empty when both answer alike.
 */
export function configurationDifference(from: LiveFunction, to: LiveFunction): PlanLine[] {
  const lines = [
    ...changed(t('runtime'), from.runtime, to.runtime),
    ...changed(t('handler'), from.handler, to.handler),
    ...changed(t('memory'), `${from.memorySize} MB`, `${to.memorySize} MB`),
    ...changed(t('timeout'), `${from.timeout} s`, `${to.timeout} s`),
    ...changed(t('ephemeral storage'), `${from.ephemeralStorage} MB`, `${to.ephemeralStorage} MB`),
    ...changed(t('architecture'), from.architecture, to.architecture),
    ...changed(t('role'), roleName(from.roleArn), roleName(to.roleArn)),
    ...changed(t('layers'), layersOf(from), layersOf(to)),
    ...variables(from.environment, to.environment),
    ...code(from, to),
  ];
  if (lines.length > 0 || from.versionedFields === to.versionedFields) return lines;
  return [line('~', t('something else of the configuration: VPC, tracing or logging'))];
}

const line = (symbol: PlanLine['symbol'], text: string): PlanLine => ({ symbol, level: 0, text });

const changed = (name: string, from: string, to: string): PlanLine[] =>
  from === to ? [] : [line('~', `${name} ${from} → ${to}`)];

const layersOf = ({ layers = [] }: LiveFunction): string => layers.map(layerText).join(', ') || t('none');

const roleName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

function variables(from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>): PlanLine[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return names.flatMap((name) => {
    if (!(name in from)) return [line('+', t('environment {0}', name))];
    if (!(name in to)) return [line('-', t('environment {0}: removed', name))];
    return from[name] === to[name] ? [] : [line('~', t('environment {0}: another value', name))];
  });
}

function code(from: LiveFunction, to: LiveFunction): PlanLine[] {
  if (from.codeSha256 === to.codeSha256) return [];
  const [before, after] = [formatBytes(from.codeSize), formatBytes(to.codeSize)];
  return [
    line('~', before === after ? t('code: another one of {0}', after) : `${t('code')} ${before} → ${after}`),
  ];
}
