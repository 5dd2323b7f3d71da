// npm run build [-- --production | --watch | --editor-tests]: the extension's bundles, and the test module for the extension host.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { productBundles } from './bundles.mjs';
import { main } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { cache, inRoot, root } from './paths.mjs';

/** Metafiles for the contract tests, outside dist/ so that none is packaged. */
const metaFolder = path.join(cache, 'meta');

/** A dynamic import of another bundle's entry, and any import of a library's, becomes a load of that bundle at run time. */
function otherBundlesStayOutside(bundles) {
  const others = productBundles.filter((other) => !bundles.includes(other));
  const outputs = new Map(others.map((other) => [inRoot(other.source), other.output]));
  const libraries = new Map(
    bundles.every(isProduct) ? others.map(({ library, output }) => [library, output]) : [],
  );
  return {
    name: 'other-bundles-stay-outside',
    setup(build) {
      build.onResolve({ filter: /^\./ }, (imported) => {
        const output = outputs.get(path.resolve(imported.resolveDir, imported.path));
        if (!output || imported.kind !== 'dynamic-import') return undefined;
        return { path: `./${path.basename(output)}`, external: true };
      });
      build.onResolve({ filter: /^@vscode\/l10n$/ }, (imported) => {
        const output = libraries.get(imported.path);
        return output && { path: `./${path.basename(output)}`, external: true };
      });
    },
  };
}

/** Names of VS Code's API that exist at run time, by its types. */
function apiNames() {
  const types = readFileSync(inRoot('node_modules', '@types', 'vscode', 'index.d.ts'), 'utf8');
  const declared = types.matchAll(/^\texport (?:namespace|(?:abstract )?class|enum|const|function) (\w+)/gm);
  return [...new Set([...declared].map(([, name]) => name))];
}

/**
 * Binds the names of VS Code's API that a bundle uses once. Left to itself, esbuild copies the whole API object for every
 * module that imports it: a few milliseconds of each activation.
 */
function apiByName() {
  const namespace = 'vscode-api';
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^vscode$/ }, (imported) =>
        imported.namespace === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
      );
      build.onLoad({ filter: /.*/, namespace }, () => ({
        contents: [
          "const api = require('vscode');",
          'const get = (name) => api[name];',
          ...apiNames().map((name) => `export const ${name} = /* @__PURE__ */ get('${name}');`),
        ].join('\n'),
        resolveDir: root,
      }));
    },
  };
}

/** Of its own package.json a client of the SDK reads the version; the rest of each would be packaged for nothing. */
function sdkVersionsOnly() {
  return {
    name: 'sdk-versions-only',
    setup(build) {
      build.onLoad({ filter: /@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, ({ path: file }) => {
        const { version } = JSON.parse(readFileSync(file, 'utf8'));
        return { contents: JSON.stringify({ version }), loader: 'json' };
      });
    },
  };
}

/**
 * Lets esbuild drop the shapes of operations that are never called. A key that is computed, even from a constant, could
 * have an effect, so that each shape with one would be kept: half of the clients that speak REST. Errors are read by name
 * and message, which one without a class of its own has too: those of our clients need not be registered. Credential
 * providers ask for the class: what they call stays as it is.
 */
function sdkShapesWithPlainKeys() {
  return {
    name: 'sdk-shapes-with-plain-keys',
    setup(build) {
      build.onLoad({ filter: /@aws-sdk[\\/].*[\\/]schemas_\d+\.js$/ }, ({ path: file }) => {
        const source = readFileSync(file, 'utf8');
        const constants = source.matchAll(/^const (\w+) = ("[^"\n]*");$/gm);
        const values = new Map([...constants].map(([, name, value]) => [name, value]));
        const plain = source.replace(/\[(\w+)\]:/g, (key, name) =>
          values.has(name) ? `${values.get(name)}:` : key,
        );
        const contents = unregistered.test(file)
          ? plain.replace(/^n0_registry\.registerError\(.*\);$/gm, '')
          : plain;
        return { contents, loader: 'js' };
      });
    },
  };
}

/**
 * Clients whose errors are not made instances of classes of their own, which would keep the class of every error of the
 * service: what we read of an error, its name and its text, is in the answer.
 */
const unregistered = /@aws-sdk[\\/]client-/;

/**
 * Parts of the SDK that no call of ours reaches: signatures for several regions at once, which only EventBridge's global
 * endpoints ask for; SHA-256 in JavaScript, for places without Node's; what a function in Lambda knows of its own invocation;
 * and a second client of STS, with which providers of credentials assume roles when they are not told how: ours are, by
 * src/aws/roleAssumer.ts.
 */
function sdkPartsUnused() {
  return {
    name: 'sdk-parts-unused',
    setup(build) {
      build.onLoad(
        { filter: /signature-v4-multi-region[\\/]dist-es[\\/]SignatureV4MultiRegion\.js$/ },
        () => ({
          contents: "export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';",
          resolveDir: inRoot('node_modules', '@aws-sdk', 'signature-v4-multi-region'),
        }),
      );
      build.onLoad({ filter: /checksum[\\/]sha256[\\/]Sha256Js\.js$/ }, () => ({
        contents: 'export class Sha256Js {}',
      }));
      build.onLoad({ filter: /lambda-invoke-store[\\/]dist-es[\\/]invoke-store\.js$/ }, () => ({
        contents: 'export const InvokeStore = { getInstanceAsync: () => undefined };',
      }));
      build.onLoad({ filter: /nested-clients[\\/]dist-es[\\/]submodules[\\/]sts[\\/]index\.js$/ }, () => ({
        contents:
          'export const getDefaultRoleAssumer = undefined, getDefaultRoleAssumerWithWebIdentity = undefined;',
      }));
    },
  };
}

/** jszip brings what writes archives, and stand-ins for what each Node has: Promise and setImmediate. Here it only reads. */
function jszipReadsOnly() {
  const nothing = 'nothing';
  return {
    name: 'jszip-reads-only',
    setup(build) {
      build.onResolve({ filter: /^(\.\/generate|lie|setimmediate)$/ }, ({ importer }) =>
        /[\\/]jszip[\\/]lib[\\/]/.test(importer) ? { path: nothing, namespace: nothing } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: nothing }, () => ({ contents: '' }));
    },
  };
}

/** What the manifest's schema says on hover is in the JSON schema, which is made of it beforehand: nothing reads it at run time. */
function schemaWithoutDescriptions() {
  return {
    name: 'schema-without-descriptions',
    setup(build) {
      build.onLoad({ filter: /[\\/]manifestField\.ts$/ }, ({ path: file }) => {
        const source = readFileSync(file, 'utf8');
        const contents = source.replace(/v\.pipe\(schema, v\.description\(description\)\)/, 'schema');
        if (contents === source) throw new Error('manifestField.ts describes in another way now.');
        return { contents, loader: 'ts' };
      });
    },
  };
}

const isProduct = (bundle) => productBundles.includes(bundle);

function commonOptions(bundles, production) {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    // import() becomes require(): the extension host's own loader serves it, and a bundle is not parsed twice for its exports.
    supported: { 'dynamic-import': false },
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [
      otherBundlesStayOutside(bundles),
      sdkVersionsOnly(),
      sdkShapesWithPlainKeys(),
      ...(bundles.every(isProduct)
        ? [apiByName(), schemaWithoutDescriptions(), sdkPartsUnused(), jszipReadsOnly()]
        : []),
    ],
  };
}

function optionsFor(bundle, production) {
  return {
    ...commonOptions([bundle], production),
    entryPoints: [bundle.source],
    outfile: bundle.output,
    external: bundle.external ?? ['vscode'],
    alias: bundle.alias,
  };
}

/** Bundles whose common code is in files of its own, which esbuild makes of ESM only: each file is turned into CommonJS. */
function sharingOptions(bundles, production) {
  const [{ shares }] = bundles;
  const convert = async ({ path: file, text }) => {
    const esbuild = await import('esbuild');
    const { code } = await esbuild.transform(text, {
      ...{ format: 'cjs', platform: 'node', target: 'node20', supported: { 'dynamic-import': false } },
      ...{ minify: production, sourcemap: production ? false : 'inline', legalComments: 'none' },
    });
    writeFileSync(file, code);
  };
  const writeAsCommonJs = {
    name: 'write-as-common-js',
    setup(build) {
      build.onEnd(async ({ outputFiles = [] }) => {
        const names = outputFiles.map(({ path: file }) => path.basename(file));
        for (const name of existsSync(inRoot('dist')) ? readdirSync(inRoot('dist')) : [])
          if (name.startsWith(`${shares}-`) && !names.includes(name)) rmSync(inRoot('dist', name));
        mkdirSync(inRoot('dist'), { recursive: true });
        await Promise.all(outputFiles.map(convert));
      });
    },
  };
  const { plugins, ...options } = commonOptions(bundles, production);
  return {
    ...options,
    alias: Object.assign({}, ...bundles.map(({ alias }) => alias)),
    entryPoints: bundles.map(({ source, output }) => ({ in: source, out: path.basename(output, '.cjs') })),
    ...{
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      chunkNames: shares === 'threads' ? shares : `${shares}-[hash]`,
    },
    ...{ format: 'esm', splitting: true, write: false, sourcemap: production ? false : 'inline' },
    supported: {},
    plugins: [...plugins, writeAsCommonJs],
  };
}

/** test/editor runs inside the extension host: mocha comes from node_modules, which is above out/. */
function editorTestBundles() {
  const sources = readdirSync(inRoot('test', 'editor')).filter((name) =>
    /^index\.ts$|\.test\.ts$/.test(name),
  );
  return sources.map((name) => ({
    source: `test/editor/${name}`,
    output: `out/editor/${name.replace(/\.ts$/, '.cjs')}`,
    external: ['vscode', 'mocha'],
  }));
}

/**
 * Builds what exists of the given bundles.
 * @param {{ production?: boolean, bundles?: object[] }} options production: minified, without source maps
 */
export async function build({ production = false, bundles = productBundles } = {}) {
  const esbuild = await import('esbuild');
  const present = bundles.filter((bundle) => existsSync(inRoot(bundle.source)));
  for (const bundle of bundles) {
    if (!present.includes(bundle)) console.log(`Not built, as it does not exist yet: ${bundle.source}`);
  }
  mkdirSync(metaFolder, { recursive: true });
  if (production) rmSync(inRoot('dist'), { recursive: true, force: true });
  const alone = present.filter(({ shares }) => !shares);
  const made = [
    ...alone.map((bundle) => [path.basename(bundle.output, '.cjs'), optionsFor(bundle, production)]),
    ...groupsOf(present).map(([name, group]) => [`${name}Files`, sharingOptions(group, production)]),
  ];
  await Promise.all(
    made.map(async ([name, options]) => {
      const { metafile } = await esbuild.build(options);
      writeFileSync(path.join(metaFolder, `${name}.json`), JSON.stringify(metafile));
    }),
  );
  if (!production) return;
  for (const name of bundleNames()) {
    const file = inRoot('dist', name);
    writeFileSync(file, await shrink(readFileSync(file, 'utf8')));
  }
  // The largest one stays by itself: it is not read where a smaller one is needed.
  const together = present
    .filter(({ shares }) => shares === 'shared')
    .map(({ output }) => path.basename(output))
    .filter((name) => name !== 'commands.cjs');
  putTogether(bundleNames().filter((name) => name.startsWith('shared-') || together.includes(name)));
}

/** Bundles that share, by what their common files are called. */
const groupsOf = (bundles) =>
  [...new Set(bundles.map(({ shares }) => shares))]
    .filter(Boolean)
    .map((name) => [name, bundles.filter(({ shares }) => shares === name)]);

const bundleNames = () => readdirSync(inRoot('dist')).filter((name) => name.endsWith('.cjs'));

/**
 * Makes one file, dist/shared.cjs, of many small ones: packed by itself each would begin with nothing that could be repeated,
 * which is 15 KB of the package. What is inside is a function for each that runs when it is first asked for.
 */
function putTogether(names) {
  const modules = names.map((name) => {
    const text = readFileSync(inRoot('dist', name), 'utf8');
    rmSync(inRoot('dist', name));
    return `${JSON.stringify(`./${name}`)}(module,exports,require){${text}\n}`;
  });
  const load =
    'const load=(name)=>{const known=loaded[name];if(known)return known.exports;const made=loaded[name]={exports:{}};' +
    'try{modules[name](made,made.exports,(other)=>other in modules?load(other):require(other))}' +
    'catch(error){delete loaded[name];throw error}return made.exports};';
  const text = `"use strict";const modules={${modules.join(',\n')}},loaded={};${load}module.exports=load;`;
  writeFileSync(inRoot('dist', 'shared.cjs'), text);
  const moved = new Set(names.map((name) => `./${name}`));
  for (const name of bundleNames().filter((other) => other !== 'shared.cjs')) {
    const before = readFileSync(inRoot('dist', name), 'utf8');
    const after = before.replace(/\brequire\("(\.\/[\w-]+\.cjs)"\)/g, (call, file) =>
      moved.has(file) ? `require("./shared.cjs")(${JSON.stringify(file)})` : call,
    );
    writeFileSync(inRoot('dist', name), after);
  }
}

/** What esbuild leaves: 5 % of the package. */
async function shrink(text) {
  const { minify } = await import('terser');
  const options = { ecma: 2020, passes: 2, toplevel: true };
  const { code } = await minify(text, { compress: options, mangle: { toplevel: true }, ecma: 2020 });
  return code;
}

/** The module that the extension host runs (`out/editor/index.cjs`) and its test files. */
export async function buildEditorTests() {
  rmSync(inRoot('out', 'editor'), { recursive: true, force: true });
  await build({ bundles: editorTestBundles() });
}

/**
 * What a bundle is made of, without writing it: esbuild's metafile. For tests.
 * @param {string} output such as `dist/extension.cjs`
 * @returns {Promise<import('esbuild').Metafile>}
 */
export async function analyseBundle(output) {
  return (await buildUnwritten(output)).metafile;
}

/**
 * The text of a bundle as it is packaged, without writing it. For tests.
 * @param {string} output as above
 * @returns {Promise<string>}
 */
export async function bundleText(output) {
  return shrink((await buildUnwritten(output)).outputFiles[0].text);
}

async function buildUnwritten(output) {
  const esbuild = await import('esbuild');
  const bundle = productBundles.find((candidate) => candidate.output === output);
  if (bundle === undefined) throw new Error(`No bundle is written to ${output}.`);
  return esbuild.build({ ...optionsFor(bundle, true), write: false });
}

async function watch() {
  const esbuild = await import('esbuild');
  const alone = productBundles.filter(({ shares }) => !shares);
  for (const options of [
    ...groupsOf(productBundles).map(([, group]) => sharingOptions(group, false)),
    ...alone.map((bundle) => optionsFor(bundle, false)),
  ]) {
    const context = await esbuild.context({ ...options, logLevel: 'info' });
    await context.watch();
  }
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await ensureInstalled();
    if (process.argv.includes('--watch')) return watch();
    await build({ production: process.argv.includes('--production') });
    if (process.argv.includes('--editor-tests')) await buildEditorTests();
    return 0;
  });
}
