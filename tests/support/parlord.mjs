// SPDX-License-Identifier: Apache-2.0
// A real parlord for a test: its own process, ports that the kernel chooses, a data folder of its own.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const program = process.env.PARLORD ?? 'build/src/server/parlord';

/**
 * Starts a server and waits until it says that it is ready.
 * @param {{args?: string[], config?: string, env?: Record<string, string>, media?: string, advertise?: string}} [options]
 *     config: the text of its parlor.ini
 */
export async function startParlord({args = [], config, env = {}, media = '127.0.0.1:0', advertise = '127.0.0.1'} = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-test-'));
  const all = ['--listen', '127.0.0.1:0', '--media', media, '--advertise', advertise, '--data', dir, ...args];
  if (config !== undefined) {
    writeFileSync(join(dir, 'parlor.ini'), config);
    all.unshift('--config', join(dir, 'parlor.ini'));
  }
  // Browsers that are closed keep their seats for a while; the end of a test does not wait for them.
  const hurry = config?.includes('drain_seconds') ? {} : {PARLOR_SERVER_DRAIN_SECONDS: '1'};
  // Media stay with the server, unless the test is about direct connections.
  const direct = config?.includes('[p2p]') ? {} : {PARLOR_P2P_POLICY: 'off'};
  const child = spawn(program, all, {env: {...process.env, ...hurry, ...direct, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
  const server = new Parlord(child, dir);
  await server.waitFor(() => server.url !== '', 'to be ready', 20000);
  return server;
}

export class Parlord {
  constructor(child, dir) {
    this.child = child;
    this.dir = dir;
    this.log = '';
    this.output = '';
    this.url = '';
    this.exit = null;
    this.waiters = new Set();
    child.stderr.on('data', (chunk) => { this.log += chunk; this.#changed(); });
    child.stdout.on('data', (chunk) => {
      this.output += chunk;
      this.url = /(https?:\/\/[^\s/]+)\//.exec(this.output)?.[1] ?? '';
      this.#changed();
    });
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => { this.exit = {code, signal}; this.#changed(); resolve(this.exit); });
    });
  }

  #changed() { for (const check of [...this.waiters]) check(); }

  /** Waits for a fact about this server. Fails with its log when it does not come true or the server ends. */
  waitFor(fact, what, timeoutMs = 10000) {
    return new Promise((resolve, reject) => {
      const finish = (error) => { clearTimeout(timer); this.waiters.delete(check); error ? reject(error) : resolve(); };
      const fail = (why) => finish(new Error(`parlord did not come ${what}: ${why}\n${this.log.slice(-4000)}`));
      const timer = setTimeout(() => fail('time is up'), timeoutMs);
      const check = () => { if (fact()) finish(); else if (this.exit) fail(`it ended with ${JSON.stringify(this.exit)}`); };
      this.waiters.add(check);
      check();
    });
  }

  waitForLog(pattern, timeoutMs) { return this.waitFor(() => pattern.test(this.log), `to log ${pattern}`, timeoutMs); }

  get wsUrl() { return `${this.url.replace(/^http/, 'ws')}/parlor`; }
  get port() { return Number(new URL(this.url).port); }

  /** Ends it; the test fails when it was not a clean end (sanitizers speak up here). */
  async stop() {
    if (!this.exit) this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 15000);
    const {code, signal} = await this.ended;
    clearTimeout(timer);
    rmSync(this.dir, {recursive: true, force: true});
    if (code !== 0) throw new Error(`parlord ended with code ${code} signal ${signal}\n${this.log.slice(-6000)}`);
  }

  kill(signal) { this.child.kill(signal); }
}
