// Browsers' profiles that stand for devices: a phone and a laptop, each with its own storage.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import {
  chromiumProgram, isAlwaysSharp, isAlwaysWebGl, screenshotFolder, slowdown,
} from './environment.mjs';

const plainFlags = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/// A browser that draws with WebGL, for which SwiftShader stands in as graphics card: every pixel is
/// work of the processor, many times a frame.
export const flagsWithWebGl = [...plainFlags, '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

/// A browser that has nothing to draw WebGL with: the application draws by itself, only what changed.
export const flagsWithoutGpu = [...plainFlags, '--disable-gpu', '--disable-software-rasterizer'];

/// Without WebGL: the same pictures (`no_gpu` holds that), at half of what a journey costs the
/// processor. Journeys about drawing, about pressing at pixels and of the main job have it, and on
/// demand all of them.
export const usualFlags = isAlwaysWebGl ? flagsWithWebGl : flagsWithoutGpu;

/// A browser that has no private file system for pages (OPFS).
export const flagsWithoutFiles = [...usualFlags,
  '--disable-blink-features=FileSystemAccessOriginPrivate'];

const shapes = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  laptop: { viewport: { width: 1366, height: 768 } },
};

/// A phone's screen has two pixels where a laptop's has one. Here the processor draws them, which is
/// most of what a journey costs: only where pictures are looked at, or on demand, they are all there.
function settings(shape, scheme, { isSharp = isAlwaysSharp, ratio, viewport } = {}) {
  return {
    ...shapes[shape], ...(viewport && { viewport }),
    deviceScaleFactor: ratio || (isSharp && shape === 'phone' ? 2 : 1),
    colorScheme: scheme, locale: 'es-CL', timezoneId: 'America/Santiago',
  };
}

export const shapeNames = Object.keys(shapes);

export function openBrowser(flags = usualFlags) {
  return chromium.launch({ executablePath: chromiumProgram, args: flags });
}

/// One device: its storage and service worker live until `close`, its page may come and go.
export class Device {
  static async make(browser, shape, { scheme = 'light', ...look } = {}) {
    const context = await browser.newContext(settings(shape, scheme, look));
    return new Device(context, shape, scheme);
  }

  constructor(context, shape, scheme) {
    context.setDefaultTimeout(15_000);
    this.context = context;
    this.shape = shape;
    this.scheme = scheme;
    this.contrast = 'no-preference';
    this.complaints = [];
    this.page = null;
  }

  get isPhone() {
    return this.shape === 'phone';
  }

  /// Opens the application in the device's page (a new one unless there is one) and waits for its
  /// first frame.
  async open(url, route = '') {
    if (!this.page || this.page.isClosed()) this.page = await this.newPage();
    await this.page.goto(`${url}/${route && `#${route}`}`);
    await this.page.evaluate(() => window.minga.ready);
    return this.page;
  }

  async newPage() {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.stack || error.message));
    page.on('console', (message) => {
      // Requests that fail without a network are what the journeys are about.
      const isNetwork = /Failed to load resource|net::ERR_/.test(message.text());
      if (message.type() === 'error' && !isNetwork) this.complaints.push(message.text());
    });
    if (slowdown > 1) {
      const session = await this.context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    }
    return page;
  }

  async closePage() {
    await this.page.close({ runBeforeUnload: false });
    this.page = null;
  }

  /// Changes between light and dark, and to "more" contrast and back, as the system's settings do;
  /// a picture waits until it is drawn so.
  async show(scheme, contrast = 'no-preference') {
    if (scheme === this.scheme && contrast === this.contrast) return;
    this.scheme = scheme;
    this.contrast = contrast;
    await this.page.emulateMedia({ colorScheme: scheme, contrast });
  }

  async screenshot(name) {
    await settled(this.page);
    const look = this.contrast === 'more' ? `contrast-${this.scheme}` : this.scheme;
    const path = join(screenshotFolder, `${name}-${this.shape}-${look}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close() {
    await this.context.close();
  }
}

/// A device whose browser can be closed altogether and started again: its profile is on disk.
export class ColdDevice {
  /// `program`: another than the browser itself, which starts it.
  constructor(shape, program = chromiumProgram) {
    this.shape = shape;
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), 'minga-profile-'));
  }

  async start(flags = usualFlags) {
    const context = await chromium.launchPersistentContext(this.folder, {
      ...settings(this.shape, 'light'), executablePath: this.program, args: flags,
    });
    return new Device(context, this.shape, 'light');
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/// The process of a page dies, as one that ran out of memory does.
export async function crash(page) {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => {});
  await crashed;
}

/// Waits until nothing is being drawn any more; the number of frames drawn so far.
export async function settled(page, { quiet = 250, wait = 10_000 } = {}) {
  return page.evaluate(async ([quietMs, waitMs]) => {
    const end = Date.now() + waitMs;
    let count = window.minga.frames();
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve, quietMs); });
      const now = window.minga.frames();
      if (now === count) return now;
      if (Date.now() > end) throw new Error(`still drawing after ${waitMs} ms`);
      count = now;
    }
  }, [quiet, wait]);
}
