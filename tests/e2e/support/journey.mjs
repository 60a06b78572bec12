// One journey: a server, a browser, and everything put away at the end, whatever happened.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { BadLink } from './bad_link.mjs';
import { Device, openBrowser, usualFlags } from './devices.mjs';
import { screenshotFolder, webFolder } from './environment.mjs';
import { Server } from './server.mjs';

/// Registers the setting up and the taking down of a test file; what it returns is filled before
/// the first test runs. `web`: another site than the one that was built; `flags`: of the browser;
/// `isOneStory`: no step makes sense behind one that failed.
export function journey({ web, flags = usualFlags, isOneStory = false } = {}) {
  const world = {
    server: null,
    browser: null,
    devices: [],
    links: [],
    isBroken: false,

    /// `flags`: of a browser of its own.
    async device(shape, { flags: own, ...options } = {}) {
      const browser = own && own !== flags ? await otherBrowser(own) : world.browser;
      const device = await Device.make(browser, shape, options);
      world.devices.push(device);
      return device;
    },

    async link() {
      const link = await BadLink.open(world.server.port);
      world.links.push(link);
      return link;
    },

    /// A test that leaves a picture of every open page where it fails.
    step(name, act) {
      test(name, async (context) => {
        if (isOneStory && world.isBroken) return context.skip('a step before it failed');
        try {
          return await act();
        } catch (error) {
          world.isBroken = true;
          await photograph(world.devices, name);
          throw error;
        }
      });
    },

    /// Closes a device before the end, so that it takes no more time.
    async putAway(device) {
      world.devices.splice(world.devices.indexOf(device), 1);
      await device.close();
    },
  };
  const others = new Map();
  async function otherBrowser(own) {
    if (!others.has(own)) others.set(own, await openBrowser(own));
    return others.get(own);
  }
  before(async () => {
    if (!existsSync(join(webFolder, 'index.html'))) {
      throw new Error(`there is no web client in ${webFolder}: build the preset wasm`);
    }
    [world.server, world.browser] = await Promise.all([Server.start({ web }), openBrowser(flags)]);
  });
  after(async () => {
    for (const browser of [world.browser, ...others.values()]) await browser?.close();
    for (const link of world.links) await link.close();
    if (world.server) await world.server.stop();
  });
  return world;
}

async function photograph(devices, name) {
  const words = name.replace(/[^a-záéíóúñ0-9]+/gi, '-').slice(0, 40);
  for (const [index, { page }] of devices.entries()) {
    if (!page || page.isClosed()) continue;
    const path = join(screenshotFolder, `failed-${words}-${index + 1}.png`);
    await page.screenshot({ path }).catch(() => {});
  }
}
