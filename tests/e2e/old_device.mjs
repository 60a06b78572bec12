// What an old phone on a poor link has to wait for, and what the page takes of its memory: measured,
// not a test.
//
// usage: node tests/e2e/old_device.mjs [RUNS]       with MINGA_SERVER and MINGA_WEB as the journeys have
//
// Chromium gets a sixth of this machine's processors for all its processes together
// (support/slow_processor.mjs) but the one that draws: here the processor does in it what a phone has a
// chip for. The link carries 400 kbit/s, 50 ms each way. Starts are counted from the first byte that
// arrives, once the browser itself has started: on a desktop it opens pages of its own, which a phone's
// has not. `marks` are the steps of a start (web/worker.js), in seconds from there. "Own work" is what the
// worker does at a stretch for a message or a frame. Memory is measured at full speed: what the page's
// process has for itself beyond that of an empty page. Prints JSON; the medians of RUNS (3).

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

import { chromium } from 'playwright-core';

import { start_link } from '../bench/lib/link.mjs';
import { follow, settleIn, signIn, waitForServer } from './support/app.mjs';
import { flagsWithWebGl, ColdDevice, Device } from './support/devices.mjs';
import { chromiumProgram } from './support/environment.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { openLine } from './support/plan_actions.mjs';
import { Server } from './support/server.mjs';
import { SlowProcessor } from './support/slow_processor.mjs';
import { watchWork, workOf } from './support/worker_work.mjs';

const timesSlower = 6;
const linkBytesPerSecond = 400_000 / 8;
const oneWayMs = 50;
const waitMs = 180_000;
const browserStartMs = 5_000;
const user = 'encargado.puertovaras';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 1) => Number(value.toFixed(digits));

async function openBrowser(processor) {
  const opened = await chromium.launch({
    executablePath: processor ? processor.wrapped(chromiumProgram) : chromiumProgram,
    args: flagsWithWebGl,
  });
  if (processor) await processor.releaseGraphics();
  return opened;
}

async function newDevice(browser, options) {
  return prepared(await Device.make(browser, 'phone', options));
}

async function prepared(device) {
  device.context.setDefaultTimeout(waitMs);
  device.context.setDefaultNavigationTimeout(waitMs);
  // When the page first says where the person is: from then on it can be used.
  await device.context.addInitScript(() => {
    const look = () => {
      const heading = document.querySelector('[role=heading][aria-level="1"], h1');
      if (heading && !heading.closest('#cover')) {
        window.usableAt ??= performance.now();
      } else {
        setTimeout(look, 20);
      }
    };
    look();
  });
  return device;
}

async function sinceFirstByte(page) {
  await page.waitForFunction(() => window.usableAt !== undefined);
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return (window.usableAt - navigation.responseStart) / 1000;
  });
}

/// The steps of the worker's start.
async function marksOf(page) {
  const zero = await page.evaluate(() => performance.timeOrigin +
    performance.getEntriesByType('navigation')[0].responseStart);
  const worker = page.workers().find((one) => one.url().includes('worker'));
  const steps = await worker.evaluate(() => [['minga worker', performance.timeOrigin],
    ...performance.getEntriesByType('mark').map(({ name, startTime }) =>
      [name, performance.timeOrigin + startTime])]);
  return Object.fromEntries(steps.map(([name, time]) =>
    [name.replace('minga ', ''), round((time - zero) / 1000, 2)]));
}

/// The first visit, signing in, and the next start of the browser, with everything in its cache. The
/// profile is on disk: there the browser keeps the module as it compiled it.
async function measureStarts(processor, url) {
  const cold = new ColdDevice('phone', processor ? processor.wrapped(chromiumProgram) : undefined);
  try {
    const start = async () => {
      const device = await prepared(await cold.start(flagsWithWebGl));
      if (processor) await processor.releaseGraphics();
      device.page = await device.newPage();
      await device.page.waitForTimeout(browserStartMs);
      return device;
    };
    const first = await measureFirstVisit(start, url);
    const { seconds, marks } = await measureNextStart(start, url);
    return { cold: first, warm: seconds, marks };
  } finally {
    cold.remove();
  }
}

async function measureFirstVisit(start, url) {
  const device = await start();
  const { page } = device;
  await page.goto(`${url}/`);
  const seconds = await sinceFirstByte(page);
  await settleIn(device, url, user);
  // Compiling goes on behind what is seen, and only then is it kept.
  await page.waitForTimeout(15_000);
  await device.close();
  return seconds;
}

async function measureNextStart(start, url) {
  const device = await start();
  const { page } = device;
  await page.goto(`${url}/`);
  const seconds = await sinceFirstByte(page);
  const marks = await marksOf(page);
  await device.close();
  return { seconds, marks };
}

function summary(stretches) {
  const sorted = [...stretches].sort((a, b) => a - b);
  return {
    count: sorted.length,
    median_ms: round(median(sorted)),
    p99_ms: round(sorted[Math.floor(sorted.length * 0.99)]),
    max_ms: round(sorted.at(-1)),
    over_50_ms: sorted.filter((one) => one > 50).length,
  };
}

/// Typing into an activity of the plan, and scrolling its list, at the speed of an old phone.
async function measureWork(browser, url) {
  const device = await newDevice(browser);
  const page = await signIn(device, url, user);
  await waitForServer(page);
  const worker = await watchWork(page);
  await openLine(page, lineOfEncargado.name);
  const box = page.viewportSize();
  await page.mouse.move(box.width / 2, box.height / 2);
  const scrolling = await workOf(worker, async () => {
    for (let step = 0; step < 60; ++step) {
      await page.mouse.wheel(0, step < 30 ? 80 : -80);
      await page.waitForTimeout(60);
    }
  });
  await page.getByRole('button', { name: lineOfEncargado.activity[5].name }).first().click();
  await page.getByRole('textbox', { name: 'Responsable de la actividad' }).click();
  const typing = await workOf(worker, async () => {
    await page.keyboard.type('Las postulaciones se pierden porque nadie revisa los plazos. ', { delay: 60 });
  });
  await device.close();
  return { typing: summary(typing), scrolling: summary(scrolling) };
}

function renderers(browserPid) {
  const parents = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))[1]);
      parents.set(Number(entry), parent);
    } catch (error) {
      // It ended in between.
    }
  }
  const isBelow = (pid) => pid === browserPid || (parents.has(pid) && isBelow(parents.get(pid)));
  return [...parents.keys()].filter((pid) => isBelow(pid) &&
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'));
}

function ownMegabytes(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = ['Private_Clean', 'Private_Dirty'].map((name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]));
  return (kilobytes[0] + kilobytes[1]) / 1024;
}

/// The process of the page with a municipality's plan on it, beyond that of an empty page.
async function measureMemory(url) {
  const before = new Set(execFileSync('pgrep', ['^chromium']).toString().split('\n').map(Number));
  const browser = await openBrowser(null);
  const device = await newDevice(browser, { isSharp: true });
  const page = await device.newPage();
  device.page = page;
  await page.goto('about:blank');
  const pids = () => {
    const own = execFileSync('pgrep', ['^chromium']).toString().split('\n').map(Number)
      .filter((pid) => pid && !before.has(pid));
    return own.flatMap((pid) => renderers(pid));
  };
  const largest = () => Math.max(...[...new Set(pids())].map(ownMegabytes));
  const empty = largest();
  await settleIn(device, url, user);
  for (const [route, title] of [['diagnostico', 'Diagnóstico'], ['plan', 'Plan de mejoras'], ['', /./]]) {
    await follow(page, route, title);
  }
  await page.waitForTimeout(3000);
  const whole = largest();
  await browser.close();
  return { page_mb: round(whole - empty), empty_page_mb: round(empty) };
}

const runs = Number(process.argv[2] || 3);
const server = await Server.start();
const processor = SlowProcessor.make(timesSlower);
const link = await start_link(server.port, {
  up_bps: linkBytesPerSecond, down_bps: linkBytesPerSecond, delay_ms: oneWayMs,
});
const slowUrl = `http://127.0.0.1:${link.port}`;
let browser = null;
try {
  const starts = [];
  for (let run = 0; run < runs; ++run) {
    starts.push(await measureStarts(processor, slowUrl));
    console.error(`start ${run + 1}: ${JSON.stringify(starts.at(-1))}`);
  }
  browser = await openBrowser(processor);
  const work = await measureWork(browser, server.url);
  await browser.close();
  const memory = await measureMemory(server.url);
  console.log(JSON.stringify({
    machine: { cpu: cpus()[0].model, cores: cpus().length },
    times_slower: processor ? timesSlower : 1,
    cold_s: round(median(starts.map((one) => one.cold)), 2),
    warm_s: round(median(starts.map((one) => one.warm)), 2),
    starts, ...work, memory,
  }, null, 2));
} finally {
  if (browser) await browser.close();
  await link.stop();
  await server.stop();
  if (processor) processor.remove();
}
