// The images that tests run functions in, under the names of the real ones, whose registries are out of reach here: built from
// real parts, and labelled with a hash of their recipe. What an engine has under such a name without our label is left alone.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { recipeHash } from './cachedBuild.mjs';
import { UnableError, docker, dockerBuild, engineAnswers } from './dockerCommand.mjs';
import { basePart, emulatorPart, nodePart, npmPart, pythonPart } from './dockerImages/parts.mjs';
import { withLock } from './lock.mjs';
import { inRoot } from './paths.mjs';

const label = 'lambda-workbench.recipe';
const base = 'lambda-workbench/base';
const aws = 'public.ecr.aws/lambda';

/** `layers` are folders of scripts/dockerImages: their `root` is laid over that of the parts, and the last holds the Dockerfile. */
const images = [
  {
    names: [`${aws}/python:3.13`, `${aws}/python:3.11`],
    note: 'AWS’s emulator and runtime client on Debian; both names hold Python 3.11',
    layers: ['shared', 'python'],
    parts: [emulatorPart, pythonPart],
  },
  {
    names: [`${aws}/nodejs:24`],
    note: 'AWS’s emulator and runtime client on Debian',
    layers: ['shared', 'nodejs'],
    parts: [emulatorPart, nodePart, npmPart],
  },
  {
    names: [`${aws}/provided:al2023`],
    note: 'AWS’s emulator on Debian',
    layers: ['shared', 'provided'],
    parts: [emulatorPart],
  },
  {
    names: ['lambci/lambda:python3.6'],
    note: 'a stand-in of our own; it holds Python 3.11',
    layers: ['shared', 'python', 'lambci'],
    parts: [pythonPart],
  },
];

const folderOf = (layer) => inRoot('scripts', 'dockerImages', layer);

function filesOf(layer) {
  const names = readdirSync(folderOf(layer), { recursive: true });
  return names.map((name) => path.join(folderOf(layer), name)).filter((file) => statSync(file).isFile());
}

function recipeOf({ layers, parts }) {
  const files = layers.flatMap(filesOf).sort();
  const names = files.map((file) => `name:${path.relative(folderOf('.'), file)}`);
  return recipeHash(basePart().recipe, ...parts.map((part) => part().recipe), ...names, ...files);
}

/** The recipe that an image in the engine was built by; undefined when it has no such image, '' when it is not ours. */
async function builtRecipe(name, options) {
  const args = ['image', 'inspect', name, '--format', '{{json .Config.Labels}}'];
  const labels = await docker(args, options).catch(() => undefined);
  return labels === undefined ? undefined : (JSON.parse(labels)?.[label] ?? '');
}

async function isReady(name, recipe, options) {
  const built = await builtRecipe(name, options);
  return built === '' || built === recipe;
}

async function missingIn(options) {
  const states = await Promise.all(
    images.map(async (image) => {
      const recipe = recipeOf(image);
      const ready = await Promise.all(image.names.map((name) => isReady(name, recipe, options)));
      return { ...image, recipe, names: image.names.filter((_, index) => !ready[index]) };
    }),
  );
  return states.filter(({ names }) => names.length > 0);
}

function requireThatTheyCanBeBuilt(missing) {
  // What is compiled here runs on the C library of Debian 12 in there.
  const library = process.report?.getReport().header.glibcVersionRuntime;
  const fits = library !== undefined && library.localeCompare('2.36', 'en', { numeric: true }) <= 0;
  if (fits && ['x64', 'arm64'].includes(process.arch)) return;
  const names = missing.flatMap((image) => image.names).join(', ');
  throw new UnableError(
    `the engine lacks ${names}, which are built on Debian 12 only; elsewhere: docker pull NAME`,
  );
}

async function importBase(options) {
  const { recipe, folder } = basePart();
  if (await isReady(base, recipe, options)) return;
  await docker(
    ['import', '--change', `LABEL ${label}=${recipe}`, path.join(await folder(), 'base.tar'), base],
    options,
  );
}

async function build({ names, note, layers, parts, recipe }, options) {
  console.log(`Building the image ${names.join(', ')} (${note})`);
  const folders = await Promise.all(parts.map((part) => part().folder()));
  const laid = [...folders, ...layers.map(folderOf)].filter((folder) =>
    existsSync(path.join(folder, 'root')),
  );
  const context = laid.flatMap((folder) => ['-C', folder, 'root']);
  const dockerfile = ['-C', folderOf(layers.at(-1)), 'Dockerfile'];
  const flags = ['--build-arg', `BASE=${base}`, '--label', `${label}=${recipe}`];
  await dockerBuild(
    [...dockerfile, ...context],
    [...flags, ...names.flatMap((name) => ['-t', name])],
    options,
  );
}

let asked;

/** Whether the engine that answers without our doing, if there is one, has all images. Asked once. */
export function hasDockerImages() {
  asked ??= engineAnswers().then(async (answers) => answers && (await missingIn({})).length === 0);
  return asked;
}

/**
 * Makes sure that an engine has the images, those of the current recipes where they are ours.
 * @param {{ env: NodeJS.ProcessEnv }} options the environment in which docker reaches the engine
 */
export async function ensureDockerImages(options) {
  await withLock('docker-images', async () => {
    const missing = await missingIn(options);
    if (missing.length === 0) return;
    requireThatTheyCanBeBuilt(missing);
    // At once: downloading, unpacking and compiling leave each other time.
    const parts = new Set([basePart, ...missing.flatMap((image) => image.parts)]);
    await Promise.all([...parts].map((part) => part().folder()));
    await importBase(options);
    for (const image of missing) await build(image, options);
    // What these replaced.
    await docker(['image', 'prune', '--force', '--filter', `label=${label}`], options);
  });
}
