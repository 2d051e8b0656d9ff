// SPDX-License-Identifier: Apache-2.0
// parlor-recorder makes files of another type of what is there: whole, in step, or not at all; of files that are cut, and of what is none.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {afterEach, test} from 'node:test';
import {endPrograms} from '../support/program.mjs';
import {Recorder, onsets, pictures, probe, samples, tone} from '../support/recorder.mjs';

afterEach(endPrograms); // whatever has failed

const W = 320, H = 180, SECONDS = 6;
const made = {
  mp4: {format: /mp4/, video: 'h264', audio: 'aac'}, wmv: {format: /asf/, video: 'wmv2', audio: 'wmav2'}, flv: {format: /flv/, video: 'h264', audio: 'aac'},
  mp3: {format: /mp3/, audio: 'mp3'}, webm: {format: /webm/, video: 'vp8', audio: 'opus'},
};

/** As a browser records: VP8 and Opus without a length at its beginning; white for a tenth of a second at 1, 3 and 5 s, with a beep. */
function record(file, {seconds = SECONDS, size = `${W}x${H}`, rate = 30} = {}) {
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `color=black:s=${size}:r=${rate}:d=${seconds}`, '-f', 'lavfi', '-i', `sine=frequency=1000:sample_rate=48000:duration=${seconds}`,
    '-vf', 'drawbox=color=white:t=fill:enable=lt(mod(t-1\\,2)\\,0.1)*gte(t\\,1)', '-af', 'volume=\'if(lt(mod(t-1,2),0.1)*gte(t,1),1,0)\':eval=frame',
    '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k', '-c:a', 'libopus', '-f', 'webm', '-live', '1', file]);
}

const left = (r) => readdirSync(r.folder, {recursive: true}).filter((name) => /\.part/.test(name));
async function convert(r, id, members) {
  r.say({cmd: 'convert', id, ...members});
  return r.next('finished', {id});
}

test('every type of what a browser has recorded: its length, its pictures and its sound in their places', async () => {
  const r = await Recorder.start();
  try {
    mkdirSync(r.file('up'));
    record(r.file('up/1.webm'));
    let id = 0;
    for (const [type, want] of Object.entries(made)) {
      const done = await convert(r, ++id, {input: 'up/1.webm', file: `2026-11-22/${type}`, type});
      assert.deepEqual([done.how, done.file, done.text ?? ''], ['stopped', `2026-11-22/${type}.${type}`, ''], JSON.stringify(done));
      const file = r.file(done.file), facts = await probe(file);
      assert.equal(facts.errors, '', type);
      assert.match(facts.format, want.format);
      assert.deepEqual([facts.video?.codec_name, facts.audio?.codec_name], [want.video, want.audio]);
      assert.ok(Math.abs(facts.duration - SECONDS) <= 0.2, `${type}: ${facts.duration} s`);
      assert.equal(done.bytes, statSync(file).size);
      const beeps = onsets(tone(await samples(file, 0), 1000), 0.01, 0.02);
      assert.deepEqual(beeps.map(Math.round), [1, 3, 5], `${type}: beeps at ${beeps}`);
      if (want.video) {
        const frames = await pictures(file, 32, 18);
        assert.ok(Math.abs(frames.length - 25 * SECONDS) <= 3, `${type}: ${frames.length} pictures`);
        const flashes = onsets(frames.map((f) => f.at(16, 9)), 1, 128).map((i) => frames[i].t);
        flashes.forEach((t, i) => assert.ok(Math.abs(t - beeps[i]) < 0.1, `${type}: flash at ${t}, beep at ${beeps[i]}`));
        assert.equal(flashes.length, 3);
      }
      r.say({cmd: 'ack', id});
    }
    // A size of another shape: the whole picture in the middle; sound alone; no longer than allowed.
    const square = await convert(r, ++id, {input: 'up/1.webm', file: 'square', type: 'mp4', width: 200, height: 200, fps: 10, flags: 1, max_ms: 2000});
    const facts = await probe(r.file(square.file)), frames = await pictures(r.file(square.file), 200, 200);
    assert.deepEqual([square.how, facts.video.width, facts.video.height, facts.audio, facts.video.r_frame_rate], ['limit', 200, 200, undefined, '10/1']);
    assert.ok(Math.abs(facts.duration - 2) <= 0.3, String(facts.duration));
    const white = frames.find((f) => f.at(100, 100) > 128);
    assert.ok(white && white.at(100, 20) < 60 && white.at(100, 180) < 60, 'bars above and below');
    assert.deepEqual(left(r), []);
    assert.ok(existsSync(r.file('up/1.webm')), 'what it was made of stays');
  } finally { await r.stop(); }
});

test('a file that ends in the middle is made of what there is; what is no film is refused, and nothing stays', async () => {
  const r = await Recorder.start();
  try {
    record(r.file('whole.webm'));
    const bytes = readFileSync(r.file('whole.webm'));
    writeFileSync(r.file('cut.webm'), bytes.subarray(0, Math.floor(bytes.length * 0.55)));
    const cut = await convert(r, 1, {input: 'cut.webm', file: 'of_cut', type: 'mp4'});
    assert.deepEqual([cut.how, cut.file], ['stopped', 'of_cut.mp4'], JSON.stringify(cut));
    const facts = await probe(r.file('of_cut.mp4'));
    assert.equal(facts.errors, '');
    assert.ok(facts.duration > 1 && facts.duration < SECONDS - 1, String(facts.duration));

    writeFileSync(r.file('noise.webm'), bytes.map((b, i) => (b * 7 + i * 13) & 255));
    writeFileSync(r.file('empty.webm'), '');
    writeFileSync(r.file('list.webm'), '#EXTM3U\n#EXTINF:1,\nwhole.webm\n#EXT-X-ENDLIST\n'); // would have another file read
    writeFileSync(r.file('concat.webm'), "ffconcat version 1.0\nfile 'whole.webm'\n");
    for (const [i, name] of ['noise', 'empty', 'list', 'concat', 'missing'].entries()) {
      const done = await convert(r, 10 + i, {input: `${name}.webm`, file: `of_${name}`, type: 'mp4'});
      assert.deepEqual([done.how, done.file ?? ''], ['failed', ''], JSON.stringify(done));
      assert.ok(done.text, name);
    }
    r.say({cmd: 'convert', id: 20, input: '../passwd', file: 'x', type: 'mp4'});
    assert.match((await r.next('refused', {id: 20})).text, /input/);
    assert.deepEqual([left(r), readdirSync(r.folder).filter((name) => name.startsWith('of_') && name.endsWith('.mp4'))], [[], ['of_cut.mp4']]);
  } finally { await r.stop(); }
});

test('taken back, or killed in the middle: nothing stays but what it was made of, and the next recorder says so', async () => {
  let r = await Recorder.start();
  const {folder} = r;
  r.own = false;
  try {
    record(r.file('long.webm'), {seconds: 15});
    const big = {input: 'long.webm', type: 'mp4', width: 1920, height: 1080, fps: 60};
    r.say({cmd: 'convert', id: 1, file: 'a', ...big});
    await r.next('progress', {id: 1});
    r.say({cmd: 'cancel', id: 1});
    const done = await r.next('finished', {id: 1});
    assert.deepEqual([done.how, done.file ?? '', left(r)], ['canceled', '', []]);
    r.say({cmd: 'ack', id: 1});
    r.say({cmd: 'convert', id: 2, file: 'b', ...big});
    await r.next('progress', {id: 2});
    assert.deepEqual(left(r), ['b.mp4.part']);
    await r.program.kill('SIGKILL');
    r = await Recorder.start({folder});
    const told = await r.next('finished', {id: 2});
    assert.deepEqual([told.how, told.file ?? '', left(r)], ['recovered', '', []]);
    assert.match(told.text, /killed in the middle/);
    assert.ok(existsSync(r.file('long.webm')));
  } finally {
    r.own = true;
    await r.stop();
  }
});
