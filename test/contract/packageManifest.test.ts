import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { inRoot } from '../../scripts/paths.mjs';
import {
  commandIds,
  contextKeys,
  outputLanguage,
  planLanguage,
  documentSchemes,
  settingDefaults,
  settingsSection,
  viewIds,
} from '../../src/contributions.ts';

interface Contributed {
  readonly commands: readonly { command: string; category?: string; title: string; enablement?: string }[];
  readonly menus: Readonly<
    Record<string, readonly { command?: string; submenu?: string; when?: string; group?: string }[]>
  >;
  readonly submenus: readonly { id: string; label: string }[];
  readonly keybindings: readonly { command: string; key: string; when?: string }[];
  readonly languages: readonly { id: string }[];
  readonly views: Readonly<Record<string, readonly { id: string }[]>>;
  readonly walkthroughs: readonly {
    readonly steps: readonly {
      readonly description: string;
      readonly media: { readonly markdown: string };
      readonly completionEvents: readonly string[];
    }[];
  }[];
  readonly viewsWelcome: readonly { view: string; contents: string; when?: string }[];
  readonly configuration: readonly {
    properties: Readonly<
      Record<string, { default: unknown; scope?: string; markdownDescription?: string; enum?: unknown[] }>
    >;
  }[];
}

interface Manifest {
  readonly contributes: Contributed;
  readonly activationEvents: readonly string[];
  readonly enabledApiProposals?: unknown;
  readonly extensionKind: unknown;
  readonly capabilities: { untrustedWorkspaces: { supported: unknown; restrictedConfigurations: string[] } };
  readonly engines: { vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const text = readFileSync(inRoot('package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const sentences = JSON.parse(readFileSync(inRoot('package.nls.json'), 'utf8')) as Record<string, string>;
const { contributes } = manifest;
const settings = Object.fromEntries(
  contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
);
const menuEntries = Object.values(contributes.menus).flat();
const placed = [...menuEntries, ...contributes.keybindings];
const conditions = [
  ...placed.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement),
  ...contributes.viewsWelcome.map(({ when }) => when),
];

describe('package.json', () => {
  it('contributes the commands of contributions.ts and no others', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...commandIds].sort());
    for (const { command, category } of contributes.commands) assert.equal(category, 'Lambda', command);
  });

  it('walks through with commands that exist, each of which completes its step', () => {
    for (const { description, media, completionEvents } of contributes.walkthroughs.flatMap(
      ({ steps }) => steps,
    )) {
      const text = sentences[description.replaceAll('%', '')] ?? '';
      const commands = [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command ?? '');
      assert.ok(commands.length > 0, description);
      for (const command of commands) assert.ok((commandIds as readonly string[]).includes(command), command);
      assert.deepEqual(
        completionEvents,
        commands.map((command) => `onCommand:${command}`),
      );
      assert.match(readFileSync(inRoot(media.markdown), 'utf8'), /^## /);
    }
  });

  it('places only commands that exist', () => {
    const known: readonly string[] = commandIds;
    assert.deepEqual(
      placed.filter((entry) => !('submenu' in entry) && !known.includes(entry.command ?? '')),
      [],
    );
    const opened = menuEntries.flatMap(({ submenu = [] }) => submenu);
    assert.deepEqual(
      [...new Set(opened)],
      contributes.submenus.map(({ id }) => id),
    );
    for (const { id } of contributes.submenus) assert.ok(contributes.menus[id], id);
  });

  it('contributes the settings of contributions.ts, with their defaults, a scope and a description', () => {
    const defaults = Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => [name, setting.default]),
    );
    const expected = Object.entries(settingDefaults).map(([name, value]) => [
      `${settingsSection}.${name}`,
      value,
    ]);
    assert.deepEqual(defaults, Object.fromEntries(expected));
    for (const [name, { scope, markdownDescription }] of Object.entries(settings)) {
      assert.ok(scope, `${name} has no scope`);
      assert.ok(markdownDescription, `${name} has no markdownDescription`);
    }
  });

  it('asks only for context keys that the source sets', () => {
    const known: readonly string[] = Object.values(contextKeys);
    const asked = conditions
      .map((when) => when?.replace(/view == \S+/, ''))
      .flatMap((when) => when?.match(/lambdaWorkbench\.\w+/g) ?? []);
    assert.ok(asked.length > 0);
    assert.deepEqual(
      asked.filter((key) => !known.includes(key)),
      [],
    );
    assert.deepEqual(
      known.filter((key) => !asked.includes(key)),
      [],
    );
  });

  it('contributes the views of contributions.ts, each with words for when it is empty', () => {
    const ids = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
    const ours: readonly string[] = Object.values(viewIds);
    assert.deepEqual(ids.sort(), [...ours].sort());
    assert.deepEqual([...new Set(contributes.viewsWelcome.map(({ view }) => view))].sort(), ids);
    const asked = conditions.flatMap((when) => when?.match(/(?<=view == )\S+/g) ?? []);
    assert.deepEqual(
      asked.filter((view) => !ours.includes(view)),
      [],
    );
    const commands = contributes.viewsWelcome.flatMap(({ contents }) => {
      const sentence = sentences[contents.slice(1, -1)] ?? '';
      return sentence.match(/(?<=command:)lambdaWorkbench\.\w+/g) ?? [];
    });
    const known: readonly string[] = commandIds;
    assert.deepEqual(
      commands.filter((command) => !known.includes(command)),
      [],
    );
  });

  it('hides from the palette what only a row of a view or a message can mean', () => {
    const hidden = contributes.menus['commandPalette']?.map(
      ({ command, when }) => `${command} ${when ?? ''}`,
    );
    const rows = [
      'openManifest',
      'cancelInvocation',
      'openSentEvent',
      'copyDockerCommand',
      'copyAwsCommand',
      'loadMoreFunctions',
      'pinFunction',
      'unpinFunction',
      'showVariable',
    ];
    assert.deepEqual(hidden, [
      ...[...rows, 'useNativeImage'].map((name) => `lambdaWorkbench.${name} false`),
      'lambdaWorkbench.stopTailingLogs lambdaWorkbench.tailingLogs',
      'lambdaWorkbench.showInLog false',
    ]);
  });

  it('has keys for what is repeated only, in two strokes, and none while a terminal has the focus', () => {
    for (const { command, key, when } of contributes.keybindings) {
      assert.match(command, /Again$/);
      assert.match(key, /^\S+ \S+$/);
      assert.match(when ?? '', /!terminalFocus/);
    }
  });

  it('speaks of our own documents by their real scheme and language', () => {
    const schemes = conditions.flatMap((when) => when?.match(/(?<=resourceScheme == )\S+/g) ?? []);
    const ours: readonly string[] = Object.values(documentSchemes);
    assert.deepEqual(
      schemes.filter((scheme) => !ours.includes(scheme)),
      [],
    );
    for (const language of [planLanguage, outputLanguage]) {
      assert.ok(contributes.languages.some(({ id }) => id === language));
    }
  });

  it('takes every sentence from package.nls.json, and leaves none there unused', () => {
    const used = [...text.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(sentences).sort());
    const said = [
      ...contributes.commands.map(({ title }) => title),
      ...Object.values(settings).map(({ markdownDescription }) => markdownDescription),
    ];
    assert.deepEqual(
      said.filter((sentence) => !/^%.+%$/.test(sentence ?? '')),
      [],
    );
  });

  it('restricts in an untrusted workspace every setting that decides what runs or where', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(
      restricted.filter((name) => !(name in settings)),
      [],
    );
    const deciding = Object.keys(settings).filter((name) =>
      /\.(connection|sandbox)\.|\.local\.(tool|images|credentials)|confirmPlan|protectedAliases/.test(name),
    );
    assert.deepEqual(
      deciding.filter((name) => !restricted.includes(name)),
      [],
    );
  });

  it('lets no workspace choose a program: settings for executables belong to the machine', () => {
    for (const [name, { scope }] of Object.entries(settings)) {
      if (/\.(command|tool)$|credentials$/.test(name)) assert.equal(scope, 'machine', name);
    }
  });

  it('wakes up for manifests only, runs where the files are, and uses no proposed API', () => {
    const events = manifest.activationEvents;
    assert.deepEqual(
      events.filter((event) => event === '*' || event === 'onStartupFinished'),
      [],
    );
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(manifest.enabledApiProposals, undefined);
  });

  it('types the API of the oldest VS Code that it supports', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });
});
