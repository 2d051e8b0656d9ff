// SPDX-License-Identifier: Apache-2.0
// kill -9 of parlor-recorder, of parlord, or of both, while two publishers are recorded: afterwards every file opens and plays, and the catalogue tells the truth
// about its end.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FLAGS, begin, catalogue, catalogued, decode, makeFilm, pause, publish, startRecording, visit} from '../support/filmed.mjs';
import {probe} from '../support/recorder.mjs';

// At most so much is missing at the end. It is counted from when the room was told, before the recorder knew of it: what it took to begin is in it as well; a copy
// begins with a key frame of the film, which has one a second.
export const LOST_S = 2;
const KEY_S = 1;
const VICTIMS = ['recorder', 'parlord', 'both'];
const HOWS = {recorder: ['recovered', 'stopped', 'link'], parlord: ['link', 'stopped'], both: ['recovered']};
const both = FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.MIXAUDIO | FLAGS.ABREAST;
const ASKED = [[{flags: both}, {flags: FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.STREAM, file_type: 4}], [{flags: both, file_type: 2}, {flags: FLAGS.AUDIO, file_type: 3}],
  [{flags: both, file_type: 4}, {flags: both, file_type: 1}]];
/** Milliseconds: how many, their middle, the 90th of 100, the most. */
const spread = (ms) => {
  const up = [...ms].sort((a, b) => a - b), at = (part) => up[Math.min(up.length - 1, Math.floor(part * up.length))];
  return {files: up.length, p50: at(0.5), p90: at(0.9), most: up.at(-1)};
};
const isOver = (row) => row.state !== 'asked' && row.state !== 'running';

export class Rounds {
  /** begins: seconds that a recording may take to begin, where the machine has other work. */
  constructor({seed = 1, begins = 0} = {}) {
    this.most = LOST_S + begins;
    let x = (seed >>> 0) || 1;
    this.random = () => { x ^= x << 13; x >>>= 0; x ^= x >>> 17; x ^= x << 5; x >>>= 0; return x / 2 ** 32; };
    this.dir = mkdtempSync(join(tmpdir(), 'parlor-rounds-'));
    mkdirSync(join(this.dir, 'recordings'));
    this.figures = {rounds: 0, files: 0, recovered: 0, empty: 0, missing: {}};
    this.checked = 0;
  }

  async begin() {
    this.film = await makeFilm();
    this.server = await this.#start();
  }

  async #start() {
    const server = await startRecording({data: this.dir});
    await server.waitForLog(/recorder\.ready/, 60000);
    return server;
  }

  get #recorder() { return Number([...this.server.log.matchAll(/recorder\.ready pid=(\d+)/g)].at(-1)[1]); }

  /** The victim of this round is gone, and what comes after it is there. */
  async #kill(victim) {
    const recorder = this.#recorder, ready = (this.server.log.match(/recorder\.ready/g) ?? []).length;
    if (victim !== 'recorder') this.server.kill('SIGKILL');
    if (victim !== 'parlord') process.kill(recorder, 'SIGKILL');
    if (victim === 'recorder') {
      await this.server.waitFor(() => (this.server.log.match(/recorder\.ready/g) ?? []).length > ready, 'to have a new recorder', 60000);
      return;
    }
    await this.server.ended;
    const {dir} = this.server;
    this.server = await this.#start();
    rmSync(dir, {recursive: true, force: true});
  }

  async round() {
    const victim = VICTIMS[this.figures.rounds % VICTIMS.length], wishes = ASKED[Math.floor(this.figures.rounds / VICTIMS.length) % ASKED.length];
    const load = publish(this.server, this.film);
    try {
      const {client, members} = await visit(this.server, 1000, 2);
      const begun = new Map();
      for (const [i, wish] of wishes.entries()) begun.set(await begin(client, members[i], {width: 640, height: 360, ...wish}), performance.now());
      await pause(300 + this.random() * 4000);
      const killed = performance.now();
      await this.#kill(victim);
      if (client.state === 'open') for (const user of members) await client.reply(client.say('record', {user, on: false, param: 0, flags: FLAGS.SERVER})); // those that went on
      client.cut();
      await load.kill('SIGTERM'); // they leave: nobody finds their empty seats
      const rows = await catalogued(this.server, (all) => all.length > this.checked && [...begun.keys()].every((id) => all.some((row) => row.id === id)) && all.every(isOver) && all, 'the end of all');
      for (const row of rows.slice(this.checked)) await this.#check(row, victim, begun.has(row.id) ? (killed - begun.get(row.id)) / 1000 : 0);
      this.checked = rows.length;
      this.figures.rounds++;
    } finally { await load.kill('SIGTERM'); }
  }

  async #check(row, victim, seconds) {
    const told = JSON.stringify({victim, seconds, ...row}), file = join(this.dir, 'recordings', row.file);
    if (row.state === 'failed' && row.file === '') { // before any media was in the file: nothing is what was recorded
      assert.ok(seconds <= this.most, told);
      this.figures.empty++;
      return;
    }
    assert.ok(row.file !== '' && HOWS[victim].includes(row.how), told);
    assert.equal(row.state, row.how === 'stopped' ? 'ended' : 'incomplete', told);
    const facts = await probe(file);
    assert.equal(facts.errors + await decode(file), '', told);
    assert.ok(Math.abs(facts.duration * 1000 - row.elapsed_ms) < 250, `${facts.duration} s: ${told}`);
    const missing = seconds - facts.duration;
    assert.ok(missing <= this.most + (row.flags & FLAGS.STREAM ? KEY_S : 0), `${missing} s are missing: ${told}`);
    if (row.how === 'recovered') assert.equal(row.lost_ms, 1000 * LOST_S, told);
    assert.equal(createHash('sha256').update(readFileSync(file)).digest('hex'), row.sha256, told);
    this.figures.files++;
    this.figures.recovered += row.how === 'recovered';
    if (row.how !== 'stopped') (this.figures.missing[`${row.file.split('.').at(-1)}${row.flags & FLAGS.STREAM ? ', copied' : ''}`] ??= []).push(Math.round(1000 * missing));
  }

  /** Nothing else is on the disk than what the catalogue names. Gives figures. */
  async end() {
    const base = (file) => file.replace(/(\/[^/.]+)\.[^/]*$/, '$1'); // thumbnail, storyboard, time line and manifest lie beside it
    const named = new Set((await catalogue(this.server)).map((row) => base(row.file)));
    const root = join(this.dir, 'recordings');
    const files = readdirSync(root, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile()).map((entry) => join(entry.path, entry.name).slice(root.length + 1));
    for (const file of files.filter((name) => !name.startsWith('.journal'))) assert.ok(named.has(base(file)), `${file} is not in the catalogue`);
    await this.server.stop();
    this.#clean();
    for (const [type, ms] of Object.entries(this.figures.missing)) this.figures.missing[type] = spread(ms);
    return this.figures;
  }

  #clean() {
    rmSync(this.dir, {recursive: true, force: true});
    this.film?.remove();
  }

  /** After a failure: nothing is left running; the files are kept to be looked at. */
  async abandon() {
    this.server?.kill('SIGKILL');
    await this.server?.ended;
    this.film?.remove();
    return this.dir;
  }
}
