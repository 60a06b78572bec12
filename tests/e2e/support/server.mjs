// A real minga-server on a folder of its own, filled with the demonstration data.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serverProgram, webFolder } from './environment.mjs';
import { until } from './until.mjs';

const startWaitMsMax = 60_000;
const stopWaitMsMax = 10_000;
const logCharactersMax = 20_000;

export const demoPassword = 'minga-demo';

export class Server {
  /// `web`: the site that it hands out.
  static async start({ web = webFolder } = {}) {
    const server = new Server(web);
    await server.launch();
    return server;
  }

  constructor(web) {
    this.web = web;
    this.folder = mkdtempSync(join(tmpdir(), 'minga-e2e-'));
    this.data = join(this.folder, 'data');
    this.log = '';
  }

  /// What whoever administers it does on its machine: a command of `minga-server` on its store.
  /// Throws where it was refused, or found something wrong.
  administer(...words) {
    return execFileSync(serverProgram, [...words, '--data', this.data], {
      env: { ...process.env, MINGA_PASSWORD: demoPassword }, stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async launch() {
    const portFile = join(this.folder, 'port');
    rmSync(portFile, { force: true });
    // Only a new store takes the demonstration data.
    const options = ['serve', '--data', this.data, ...(this.port ? [] : ['--demo']),
      '--port', String(this.port ?? 0), '--port-file', portFile, '--web', this.web];
    this.process = spawn(serverProgram, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (text) => { this.log = (this.log + text).slice(-logCharactersMax); };
    this.process.stdout.on('data', keep);
    this.process.stderr.on('data', keep);
    this.ended = new Promise((resolve) => { this.process.once('exit', resolve); });
    // Should the journey end without a word, the server ends with it.
    process.once('exit', () => this.process.kill('SIGKILL'));
    this.process.once('error', (error) => keep(`${error.message}\n`));
    this.port = await until('the server has a port', () => {
      if (this.process.exitCode !== null || !this.process.pid) {
        throw new Error(`the server did not start:\n${this.log}`);
      }
      return readPort(portFile);
    }, { wait: startWaitMsMax });
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /// A request as any client makes it; the answer's JSON.
  async request(method, path, { token, body } = {}) {
    const headers = { Accept: 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    const answer = await fetch(`${this.url}${path}`, {
      method, headers, body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async tokenOf(user) {
    const session = await this.request('POST', '/api/v1/session', {
      body: { user, password: demoPassword },
    });
    return session.token;
  }

  /// Whoever runs the server stops it, does something to its data, and starts it again.
  async restart(meanwhile) {
    await this.end();
    meanwhile();
    await this.launch();
  }

  async stop() {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async end() {
    if (this.process && this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      const force = setTimeout(() => this.process.kill('SIGKILL'), stopWaitMsMax);
      await this.ended;
      clearTimeout(force);
    }
  }
}

function readPort(path) {
  try {
    return Number(readFileSync(path, 'utf8').trim()) || null;
  } catch (error) {
    return null;
  }
}
