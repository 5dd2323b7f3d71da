import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../../scripts/chromiumPath.mjs';

/** Starts the system's Chromium without a window. It reaches for nothing but the pages it is given. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium was found: install it (Debian: apt-get install chromium), or name it in LAMBDA_WORKBENCH_CHROMIUM.',
    );
  }
  return chromium.launch({
    executablePath,
    // scripts/childProcess.mjs answers signals; the browser ends with this process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
