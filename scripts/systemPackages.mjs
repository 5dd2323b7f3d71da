// What the system must bring, which Debian package brings it, and what does not run without it.
import { existsSync } from 'node:fs';
import { capture, run } from './childProcess.mjs';
import { chromiumPath } from './chromiumPath.mjs';
import { engineAnswers } from './dockerCommand.mjs';
import { hasDockerImages } from './dockerImages.mjs';

const works = async (command, ...args) =>
  (await capture(command, args).catch(() => ({ code: 1 }))).code === 0;
const onPath = (command) => works('/bin/sh', '-c', 'command -v "$1"', 'sh', command);

const hasVenv = () => works('python3', '-c', 'import ensurepip, venv');

/** The suites that need a Docker engine with images: they get its packages here, and the engine when they run. */
export const dockerUsers = ['docker', 'editor', 'e2e'];

/** What an engine of our own takes, where none answers. */
const enginePrograms = { 'docker.io': ['docker', 'dockerd'], iproute2: ['ip'] };

/** What building the images takes, where the engine that answers lacks some. */
const imageTools = {
  ...{ cmake: onPath, 'g++': onPath, make: onPath, mmdebstrap: onPath, python3: onPath },
  ...{ 'python3-venv': hasVenv, 'xz-utils': () => onPath('xz') },
};

const dockerRequirements = [
  ...Object.entries(enginePrograms).map(([name, programs]) => ({
    package: name,
    needed: dockerUsers,
    present: async () => (await Promise.all(programs.map(onPath))).every(Boolean) || engineAnswers(),
  })),
  ...Object.entries(imageTools).map(([name, found]) => ({
    package: name,
    needed: dockerUsers,
    present: async () => (await found(name)) || hasDockerImages(),
  })),
];

/** What needs what: a suite of test/, or `start`. */
const requirements = [
  { package: 'git', needed: ['unit', 'sandbox', 'e2e'], present: () => onPath('git') },
  { package: 'zip', needed: ['unit'], present: () => onPath('zip') },
  { package: 'unzip', needed: ['unit'], present: () => onPath('unzip') },
  {
    package: 'python3-venv',
    needed: ['sandbox', 'editor', 'e2e', 'start'],
    present: hasVenv,
  },
  { package: 'g++', needed: ['editor', 'e2e', 'start'], present: () => onPath('g++') },
  { package: 'make', needed: ['editor', 'e2e', 'start'], present: () => onPath('make') },
  { package: 'python3', needed: ['editor', 'e2e', 'start'], present: () => onPath('python3') },
  {
    package: 'chromium',
    needed: ['editor', 'e2e'],
    present: () => Promise.resolve(chromiumPath() !== undefined),
  },
  { package: 'podman', needed: ['docker'], present: () => onPath('podman') },
  ...dockerRequirements,
];

async function missingFor(users) {
  const asked = requirements.filter(({ needed }) => needed.some((user) => users.includes(user)));
  const present = await Promise.all(asked.map((requirement) => requirement.present()));
  return asked.filter((_, index) => !present[index]);
}

async function install(missing) {
  const names = [...new Set(missing.map((requirement) => requirement.package))];
  console.log(`Installing system packages: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
}

/**
 * Makes sure of what the named users need: as root on Debian by installing it, elsewhere by saying what is missing.
 * @param {string[]} users suites of test/, or `start`
 * @returns {Promise<Map<string, string[]>>} for each user that lacks something, the packages it lacks
 */
export async function ensureSystemPackages(users) {
  let missing = await missingFor(users);
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await install(missing);
    missing = await missingFor(users);
  }
  const lacking = new Map();
  for (const { package: name, needed } of missing) {
    const unable = needed.filter((user) => users.includes(user));
    console.error(
      `Missing: ${name} (Debian: sudo apt-get install ${name}). Without it these do not run: ${unable.join(', ')}.`,
    );
    for (const user of unable) lacking.set(user, [...(lacking.get(user) ?? []), name]);
  }
  return lacking;
}
