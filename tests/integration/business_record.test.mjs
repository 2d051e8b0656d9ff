// SPDX-License-Identifier: Apache-2.0
// Recordings that a business server asks for: the program for the old SDK (sdk/server/test/old_program.c), a real parlord, its parlor-recorder, a publisher of known
// pictures and beeps. What the calls give, what both call-backs say, and what lies on the disk.
import assert from 'node:assert/strict';
import {existsSync, readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {test} from 'node:test';
import {SECRET} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {catalogue, decode, makeFilm, pause, publish, startRecording, visit} from '../support/filmed.mjs';
import {ask, socketOf} from '../support/operator.mjs';
import {Program, built} from '../support/program.mjs';
import {probe} from '../support/recorder.mjs';

const base64 = (text) => Buffer.from(text).toString('base64');
const VIDEO = 1, AUDIO = 2, SNAPSHOT = 0x400;

/** Where a file of this name lies. */
const find = (dir, name) => readdirSync(dir, {recursive: true}).map((path) => join(dir, String(path))).find((path) => basename(path) === name);

test('BRAS_StreamRecordCtrl, its Ex, a snapshot and a mark: the codes, the call-backs, the files', {timeout: 180000, skip: !existsSync(built('src/recorder/parlor-recorder')) && 'no recorder'}, async () => {
  const film = await makeFilm({size: '320x180', kbps: 300, seconds: 4});
  const server = await startRecording({config: `[business]\nsecret = ${SECRET}\n`});
  const program = new Program(built('sdk/server/business-old-program'), [], {PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET});
  let load;
  try {
    await program.until(/messageex 10 0 0/);
    await server.waitForLog(/recorder\.ready/, 60000);
    load = publish(server, film, {publishers: 1, room: 40});
    const {client: watcher, members: [user]} = await visit(server, 40, 1);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    const tell = async (text) => {
      await ann.ask('server_data', {channel: 'filter', data: base64(text), is_text: true});
      return Number((await program.until(new RegExp(`did ${text} (\\d+) `)))[1]);
    };

    // With a text and a number of its own.
    assert.equal(await tell(`stop ${user}`), 720, 'there is none to be ended');
    assert.equal(await tell('record 4711'), 205, 'there is no such user');
    assert.equal(await tell(`record ${user}`), 0);
    const {record: first} = await watcher.next('recording', (m) => m.state === 'running' && m.user === user);
    await pause(2500); // the length of the recording
    assert.equal(await tell(`mark ${user}`), 0);
    program.output = program.output.replace(`did stop ${user} 720`, 'before');
    assert.equal(await tell(`stop ${user}`), 0);
    const [, name, seconds, flags, text] = await program.until(new RegExp(`recordex ${user} (\\S+) (\\d+) (\\d+) 17 (.*) \\d+\n`));
    assert.equal(text, '合同 5');
    assert.equal(Number(flags) & (VIDEO | AUDIO | SNAPSHOT), VIDEO | AUDIO);
    const [, param, elapsed, old] = await program.until(new RegExp(`record ${user} (\\d+) \\d+ (\\d+) (\\S+)\n`));
    assert.deepEqual([param, elapsed, old], ['17', seconds, name], 'the old call-back says the same');
    const path = find(join(server.dir, 'recordings'), basename(name));
    assert.ok(path, `${name} is not there`);
    const {video, audio, duration, format} = await probe(path);
    assert.deepEqual([video.codec_name, audio.codec_name], ['h264', 'aac']);
    assert.match(format, /mp4/);
    assert.ok(duration > 1.5 && Math.abs(duration - Number(seconds)) < 1.5, `${duration} s, ${seconds} s were told`);
    assert.ok(Number(video.nb_read_frames) > 15 * (duration - 1), `${video.nb_read_frames} pictures`);
    assert.equal(await decode(path), '');

    // The old call, sound alone.
    assert.equal(await tell(`plain ${user}`), 0);
    await watcher.next('recording', (m) => m.state === 'running' && m.record !== first);
    await pause(1500);
    assert.equal(await tell(`end ${user}`), 0);
    const [, sound] = await program.until(new RegExp(`record ${user} 18 \\d+ \\d+ (\\S+)\n`));
    const heard = await probe(find(join(server.dir, 'recordings'), basename(sound)));
    assert.deepEqual([heard.video, heard.audio.codec_type], [undefined, 'audio']);

    // A picture of him.
    assert.equal(await tell(`picture ${user}`), 0);
    const [, picture, shot] = await program.until(new RegExp(`recordex ${user} (\\S+) \\d+ (\\d+) 19 passport \\d+\n`));
    assert.ok(Number(shot) & SNAPSHOT);
    const image = await probe(find(join(server.dir, 'recordings'), basename(picture)));
    assert.ok(image.video.width > 0 && image.video.height > 0);

    const rows = await catalogue(server);
    assert.deepEqual(rows.map((row) => row.state), ['ended', 'ended', 'ended']);
    const {json: {lines}} = await ask(socketOf(server), `/v1/recordings/${first}`);
    assert.deepEqual(lines.filter(({kind}) => kind === 'tag').map(({detail}) => detail), ['3 the client agrees'], 'its number, and what it says');
    watcher.cut();
    ann.cut();
    assert.equal((await program.close()).code, 0);
  } catch (error) {
    error.message += `\n--- program ---\n${program.output.slice(-2000)}\n--- parlord ---\n${server.log.slice(-4000)}`;
    throw error;
  } finally {
    await load?.kill('SIGKILL');
    await program.kill?.('SIGKILL');
    film.remove();
    await server.stop();
  }
});
