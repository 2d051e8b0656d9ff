// SPDX-License-Identifier: Apache-2.0
// A bad network for a test: a parlor-impair process between clients and a media port.
import {spawn} from 'node:child_process';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const program = process.env.PARLOR_TEST_IMPAIR ?? join(dirname(dirname(parlord)), 'impair', 'parlor-impair');

/**
 * @param {string} to address:port of the server's media port
 * @param {{listen?: string, seed?: number, up?: string, down?: string, both?: string}} [options] settings as in src/impair/command.h
 */
export async function startImpair(to, {listen = '127.0.0.1:0', seed = 1, ...settings} = {}) {
  const args = ['--to', to, '--listen', listen, '--seed', String(seed)];
  for (const [direction, text] of Object.entries(settings)) args.push(`--${direction}`, text);
  const impair = new Impair(spawn(program, args, {stdio: ['pipe', 'pipe', 'inherit']}));
  ({listening: impair.address, port: impair.port} = await impair.answer());
  return impair;
}

export class Impair {
  #answers = [];
  #waiting = [];

  constructor(child) {
    this.child = child;
    createInterface({input: child.stdout}).on('line', (line) => {
      const answer = JSON.parse(line);
      const waiter = this.#waiting.shift();
      if (waiter) waiter.resolve(answer); else this.#answers.push(answer);
    });
    child.stdin.on('error', () => {}); // it has ended: 'close' says so
    this.ended = new Promise((resolve) => {
      child.on('error', (error) => { this.error = error; resolve(null); });
      child.on('close', (code) => resolve(code));
    }).then((code) => {
      this.error ??= new Error(`parlor-impair has ended with ${code}`);
      for (const waiter of this.#waiting.splice(0)) waiter.reject(this.error);
      return code;
    });
  }

  /** The next line it says. */
  answer() {
    if (this.#answers.length > 0) return Promise.resolve(this.#answers.shift());
    if (this.error) return Promise.reject(this.error);
    return new Promise((resolve, reject) => { this.#waiting.push({resolve, reject}); });
  }

  /** A command that holds at once; gives the answer. */
  async command(line) {
    this.child.stdin.write(`${line}\n`);
    const answer = await this.answer();
    if (answer.error) throw new Error(`parlor-impair: ${answer.error}: ${line}`);
    return answer;
  }

  set(direction, settings) { return this.command(`${direction} ${settings}`); }

  counters() { return this.command('counters'); }

  /** Ends it; gives its last counters. */
  async stop() {
    this.child.stdin.end();
    const last = await this.answer();
    await this.ended;
    return last;
  }
}
