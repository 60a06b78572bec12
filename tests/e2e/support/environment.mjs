// Where the journeys find what they drive. CTest sets the variables; by hand the defaults do.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const { env } = process;

export const serverProgram = env.MINGA_SERVER || join(rootFolder, 'build/release/minga-server');
export const deviceProgram = env.MINGA_DEVICE || join(rootFolder, 'build/release/minga-device');
export const webFolder = env.MINGA_WEB || join(rootFolder, 'build/wasm/web');
export const chromiumProgram = env.MINGA_CHROMIUM
  || ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/// How many times slower than this computer the pages are: what a loaded machine or a cheap phone is
/// like.
export const slowdown = Number(env.MINGA_E2E_SLOWDOWN || 1);

/// All of a phone's pixels in every journey, not only in that of the pictures.
export const isAlwaysSharp = env.MINGA_E2E_SHARP === '1';

/// WebGL in every journey, not only in those about drawing and the main job.
export const isAlwaysWebGl = env.MINGA_E2E_WEBGL === '1';

/// What is compared with what was kept (tests/e2e/aria) is kept anew instead.
export const isRenewed = env.MINGA_E2E_RENEW === '1';

export const screenshotFolder =
  env.MINGA_E2E_SCREENSHOTS || join(rootFolder, 'build/e2e-screenshots');
mkdirSync(screenshotFolder, { recursive: true });
