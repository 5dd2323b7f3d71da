// Where the system's Chromium is: the tests show VS Code in it.
import { existsSync } from 'node:fs';

const places = [
  process.env.LAMBDA_WORKBENCH_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of the executable, or undefined. */
export const chromiumPath = () => places.find((place) => place !== undefined && existsSync(place));
