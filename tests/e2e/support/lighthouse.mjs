// What Lighthouse thinks of a page, in a browser whose profile may hold what somebody left there.

import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

import { flagsWithWebGl } from './devices.mjs';
import { chromiumProgram } from './environment.mjs';

const categories = ['accessibility', 'best-practices'];
const loadWaitMsMax = 120_000;

const screens = {
  phone: { formFactor: 'mobile', width: 360, height: 740, mobile: true },
  laptop: { formFactor: 'desktop', width: 1366, height: 768, mobile: false },
};

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

export class AuditedBrowser {
  static async open() {
    const audited = new AuditedBrowser();
    audited.folder = mkdtempSync(join(tmpdir(), 'minga-lighthouse-'));
    audited.port = await freePort();
    audited.context = await chromium.launchPersistentContext(audited.folder, {
      executablePath: chromiumProgram,
      args: [...flagsWithWebGl, `--remote-debugging-port=${audited.port}`],
      locale: 'es-CL',
      timezoneId: 'America/Santiago',
    });
    audited.context.setDefaultTimeout(60_000);
    return audited;
  }

  /// The scores by category, 0 to 100, a line for each audit that takes points away, and the audits
  /// that found something to look at and nothing wrong with it.
  async audit(url, shape) {
    const { formFactor, width, height, mobile } = screens[shape];
    const { lhr } = await lighthouse(url, {
      port: this.port,
      onlyCategories: categories,
      logLevel: 'error',
      formFactor,
      screenEmulation: { width, height, mobile, deviceScaleFactor: 1, disabled: false },
      // Nothing here counts seconds, and what is stored belongs to what is looked at.
      throttlingMethod: 'provided',
      disableStorageReset: true,
      disableFullPageScreenshot: true,
      maxWaitForLoad: loadWaitMsMax,
    });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const scores = {};
    const faults = [];
    const passed = [];
    for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
      scores[id] = Math.round(score * 100);
      for (const ref of auditRefs) {
        const audit = lhr.audits[ref.id];
        if (audit.score === 1) passed.push(audit.id);
        if (ref.weight > 0 && audit.score !== null && audit.score < 1) {
          faults.push(`${audit.id}: ${audit.title} ${JSON.stringify(audit.details?.items ?? '')}`);
        }
      }
    }
    return { scores, faults, passed };
  }

  async close() {
    await this.context.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
