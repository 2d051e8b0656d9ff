// SPDX-License-Identifier: Apache-2.0
// Another program of the build, beside the server under test: what it prints, line by line.
import {spawn} from 'node:child_process';
import {dirname, join} from 'node:path';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const TIMEOUT_MS = 20000;

const running = new Set();

/** Ends what is still running, as after a test that has failed: `afterEach(endPrograms)`, or `after` where tests share one. */
export async function endPrograms() {
  await Promise.all([...running].map((program) => program.kill('SIGKILL')));
}

/** Path of what the same build made. */
export const built = (path) => join(dirname(parlord), '../..', path);

export class Program {
  constructor(path, args = [], env = {}) {
    this.child = spawn(path, args, {env: {...process.env, ...env}, stdio: ['pipe', 'pipe', 'pipe']});
    this.output = '';
    this.errors = '';
    this.waiters = new Set();
    this.child.stdout.on('data', (chunk) => { this.output += chunk; this.#changed(); });
    this.child.stderr.on('data', (chunk) => { this.errors += chunk; });
    this.child.stdin.on('error', () => { /* it has gone */ });
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => { this.errors += error.message; running.delete(this); resolve({code: -1}); });
      this.child.on('close', (code, signal) => { running.delete(this); this.exit = {code, signal}; this.#changed(); resolve(this.exit); });
    });
  }

  #changed() { for (const check of [...this.waiters]) check(); }

  get lines() { return this.output.split('\n').slice(0, -1); }

  /** Waits until it has printed what the pattern finds; gives the match. */
  until(pattern) {
    return new Promise((resolve, reject) => {
      const finish = (error, match) => { clearTimeout(timer); this.waiters.delete(check); error ? reject(error) : resolve(match); };
      const fail = (why) => finish(new Error(`${why}, and ${pattern} was not printed:\n${this.output.slice(-3000)}${this.errors.slice(-2000)}`));
      const timer = setTimeout(() => fail('time is up'), TIMEOUT_MS);
      const check = () => { const match = pattern.exec(this.output); if (match) finish(null, match); else if (this.exit) fail('it ended'); };
      this.waiters.add(check);
      check();
    });
  }

  /** Its input ends; gives its end. */
  async close() {
    this.child.stdin.end();
    return this.ended;
  }

  async kill(signal) {
    this.child.kill(signal);
    return this.ended;
  }
}
