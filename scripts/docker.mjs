// The Docker half of the tests' world: an engine with the images that functions run in.
import { main } from './childProcess.mjs';
import { ensureDockerEngine } from './dockerEngine.mjs';
import { ensureDockerImages } from './dockerImages.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

/** Like `ensureDockerEngine`, with the images in it. */
export async function ensureDocker() {
  const engine = await ensureDockerEngine();
  try {
    await ensureDockerImages({ env: { ...process.env, ...engine.environment } });
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

// node scripts/docker.mjs: the same by hand, until it is interrupted.
if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await ensureInstalled();
    if ((await ensureSystemPackages(['docker'])).size > 0) return 1;
    const { environment, isOurs, stop } = await ensureDocker();
    if (!isOurs) return console.log('The engine that answers has all images.');
    const interrupted = new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
    });
    console.log(`export DOCKER_HOST=${environment.DOCKER_HOST}\nCtrl-C ends it.`);
    await interrupted;
    return stop();
  });
}
