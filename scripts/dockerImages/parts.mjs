// The slow parts of the images, each built once into .cache/: a folder whose `root` is laid over the files of the base.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cachedBuild, recipeHash } from '../cachedBuild.mjs';
import { must } from '../childProcess.mjs';
import { nodePackage, nodeVersion } from '../nodePackage.mjs';
import { inRoot, toolEnvironment } from '../paths.mjs';

const step = 'Preparing the Docker images';
const recipeFile = (...names) => inRoot('scripts', 'dockerImages', ...names);

/** What the makers of the parts call this machine's processor. Images are for it and no other. */
const processor = {
  x64: { wheels: 'x86_64', emulator: 'x86_64' },
  arm64: { wheels: 'aarch64', emulator: 'arm64' },
}[process.arch];

/**
 * A part: the recipe tells one version of it from another, `folder` builds it if need be.
 * @returns {{ recipe: string, folder: () => Promise<string> }}
 */
function part(name, ingredients, build) {
  const recipe = recipeHash(...ingredients, process.arch);
  return { recipe, folder: () => cachedBuild(name, recipe, build) };
}

/** Makes the folder of a file and returns the file's path. */
function madeRoomFor(...names) {
  const file = path.join(...names);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** Calls `use` with a pip that takes exactly what the requirements list; the pip is gone afterwards. */
async function withPip(folder, requirements, use) {
  const environment = `${folder}.venv`;
  rmSync(environment, { recursive: true, force: true });
  await must(step, 'python3', ['-m', 'venv', environment]);
  const python = path.join(environment, 'bin', 'python');
  const wanted = ['--disable-pip-version-check', '--no-deps', '--require-hashes', '-r', requirements];
  await use((command, ...args) => must(step, python, ['-m', 'pip', command, '--quiet', ...wanted, ...args]));
  rmSync(environment, { recursive: true, force: true });
}

/** The Debian under all images, `base.tar`. As new as its packages are on the day that it is built. */
export function basePart() {
  // Documentation and translations are a third of Debian's files, and nobody reads them in there.
  const unread = ['doc', 'man', 'locale', 'info'].map(
    (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
  );
  const packages = 'python3-minimal,libpython3-stdlib,libstdc++6,ca-certificates,curl';
  const quick = ['--quiet', '--variant=essential', '--dpkgopt=force-unsafe-io'];
  const args = [...quick, ...unread, `--include=${packages}`, 'bookworm'];
  return part('docker-base', args, (folder) =>
    must(step, 'mmdebstrap', [...args, path.join(folder, 'base.tar')]),
  );
}

/** AWS's emulator, /usr/local/bin/aws-lambda-rie, out of the SAM CLI's wheel. */
export function emulatorPart() {
  const requirements = recipeFile('rie', 'requirements.txt');
  return part('docker-rie', [requirements, '1'], async (folder) => {
    const wheels = path.join(folder, 'wheels');
    await withPip(folder, requirements, (pip) => pip('download', '--dest', wheels));
    const wheel = path.join(wheels, ...readdirSync(wheels));
    await must(step, 'python3', ['-m', 'zipfile', '-e', wheel, wheels]);
    const found = path.join(wheels, 'samcli', 'local', 'rapid', `aws-lambda-rie-${processor.emulator}`);
    const emulator = madeRoomFor(folder, 'root', 'usr', 'local', 'bin', 'aws-lambda-rie');
    copyFileSync(found, emulator);
    chmodSync(emulator, 0o755);
    rmSync(wheels, { recursive: true });
  });
}

/** AWS's Python runtime client and boto3 in /var/runtime, and Python where AWS has it. */
export function pythonPart() {
  const requirements = recipeFile('python', 'requirements.txt');
  const platforms = ['manylinux2014', 'manylinux_2_28'].map(
    (name) => `--platform=${name}_${processor.wheels}`,
  );
  // For the Python in the image, which need not be this machine's.
  const fitting = ['--only-binary=:all:', '--implementation=cp', '--python-version=3.11', ...platforms];
  return part('docker-python', [requirements, ...fitting, '1'], async (folder) => {
    const target = path.join(folder, 'root', 'var', 'runtime');
    await withPip(folder, requirements, (pip) => pip('install', ...fitting, '--target', target));
    for (const name of ['python3', 'python3.11']) {
      symlinkSync('/usr/bin/python3.11', madeRoomFor(folder, 'root', 'var', 'lang', 'bin', name));
    }
  });
}

/** AWS's Node runtime client in /var/runtime, compiled here, and Node where AWS has it. AWS's SDK is not in there. */
export function nodePart() {
  const files = ['package.json', 'package-lock.json'];
  const node = `${nodePackage}@${nodeVersion()}`;
  return part(
    'docker-nodejs',
    [...files.map((name) => recipeFile('nodejs', name)), node, '1'],
    async (folder) => {
      const nodeFolder = path.join(folder, 'node');
      const headers = path.join(nodeFolder, 'node_modules', nodePackage);
      const env = toolEnvironment({
        npm_config_nodedir: headers,
        npm_package_config_node_gyp_nodedir: headers,
      });
      const npm = (...args) =>
        must(step, 'npm', [...args, '--silent', '--no-audit', '--no-fund'], { cwd: folder, env });
      for (const name of files) copyFileSync(recipeFile('nodejs', name), path.join(folder, name));
      mkdirSync(nodeFolder);
      await npm('install', '--prefix', nodeFolder, '--ignore-scripts', node);
      await npm('ci', '--ignore-scripts');
      await npm('rebuild', 'aws-lambda-ric');
      copyFileSync(
        path.join(headers, 'bin', 'node'),
        madeRoomFor(folder, 'root', 'var', 'lang', 'bin', 'node'),
      );
      for (const name of ['index.mjs', 'rapid-client.node']) {
        const built = path.join(folder, 'node_modules', 'aws-lambda-ric', name);
        copyFileSync(built, madeRoomFor(folder, 'root', 'var', 'runtime', name));
      }
      for (const name of ['node', 'node_modules']) rmSync(path.join(folder, name), { recursive: true });
    },
  );
}

/** npm where AWS has it: apart from Node, whose runtime client takes long to compile. */
export function npmPart() {
  const npm = 'npm@11.6.2';
  return part('docker-npm', [npm, '1'], async (folder) => {
    const made = path.join(folder, 'made');
    const flags = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', made];
    await must(step, 'npm', ['install', ...flags, npm], { cwd: folder, env: toolEnvironment() });
    const place = madeRoomFor(folder, 'root', 'var', 'lang', 'lib', 'node_modules', 'npm');
    renameSync(path.join(made, 'node_modules', 'npm'), place);
    symlinkSync(
      '../lib/node_modules/npm/bin/npm-cli.js',
      madeRoomFor(folder, 'root', 'var', 'lang', 'bin', 'npm'),
    );
    rmSync(made, { recursive: true });
  });
}
