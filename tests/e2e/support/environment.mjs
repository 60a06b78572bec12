// Where the journeys find what they drive. CTest sets the variables; by hand the defaults do.

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const { env } = process;

export const serverProgram = env.MINGA_SERVER || join(rootFolder, 'build/release/minga-server');
export const webFolder = env.MINGA_WEB || join(rootFolder, 'build/wasm/web');
export const chromiumProgram = env.MINGA_CHROMIUM || '/usr/bin/chromium';

export const screenshotFolder =
  env.MINGA_E2E_SCREENSHOTS || join(rootFolder, 'build/e2e-screenshots');
mkdirSync(screenshotFolder, { recursive: true });
