// SPDX-License-Identifier: Apache-2.0
// docs/recorder-layouts.png: one recording of each layout, with known publishers. PARLORD=.../parlord node tools/recorder_sheet.mjs
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Recorder} from '../tests/support/recorder.mjs';

const W = 852, H = 480, COLUMNS = 3, TILE = '424:238';
const ALL = 1 | 2 | 0x10 | 0x20;
const images = mkdtempSync(join(tmpdir(), 'parlor-images-'));
const paint = (name, source) => execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-frames:v', '1', join(images, name)]);
paint('logo.png', 'color=c=0xe06020@0.9:s=200x80,format=rgba,drawbox=x=20:y=20:w=160:h=40:c=white:t=fill');
paint('backdrop.jpg', 'gradients=c0=0x204060:c1=0x80a0c0:s=852x480:x0=0:y0=0:x1=852:y1=480');
paint('card.png', 'color=c=0xffe080@0.8:s=320x200,format=rgba,drawbox=x=20:y=20:w=80:h=100:c=0x806020:t=fill,drawbox=x=120:y=30:w=180:h=16:c=0x806020:t=fill');

const r = await Recorder.start({args: ['--delay-ms', '8000', '--images', images]});
const sources = r.sources(['Anna', '李明', 'Chris', '王芳']);
const cells = [{user: 1, x: 300, y: 1500, w: 5500, h: 6000}, {user: 2, x: 6200, y: 1500, w: 3500, h: 3500}, {user: 4, x: 6200, y: 5700, w: 3500, h: 3500}];
const plans = [...['single', 'overlay', 'abreast', 'grid', 'presenter', 'pip'].map((layout) => ({layout})), {layout: 'cells', cells},
  {layout: 'cells', cells, backdrop: 'backdrop.jpg', logo: 'logo.png', title: 'logo, backdrop 会议'}, {layout: 'single', title: 'insert 会议', insert: {image: 'card.png', x: 6000, y: 4000, w: 3500, h: 0}}];
plans.forEach(({insert, ...plan}, i) => {
  r.say({cmd: 'start', id: i + 1, user: 1, file: `sheet${i}`, sources, width: W, height: H, flags: ALL, max_ms: 2900, names: true, clock: true, background: 0x202c3c, title: `${plan.layout} 会议`, ...plan});
  if (insert) r.say({cmd: 'insert', id: i + 1, ...insert});
});
const feed = await r.feed([{grey: 60}, {grey: 100, codec: 'h264'}, {grey: 140, size: '180x320', codec: 'vp9'}, {grey: 180}], {seconds: 4});
await feed.ended;
const files = [];
for (let id = 1; id <= plans.length; id++) {
  const done = await r.next('finished', {id});
  assert.equal(done.how, 'limit', JSON.stringify(done));
  files.push(r.file(done.file));
}
const inputs = files.flatMap((file) => ['-ss', '2.5', '-i', file]);
const scaled = files.map((_, i) => `[${i}:v]scale=${TILE},pad=iw+2:ih+2:1:1:white[t${i}]`).join(';');
const places = files.map((_, i) => `${(i % COLUMNS) * 426}_${Math.floor(i / COLUMNS) * 240}`).join('|');
execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, '-filter_complex', `${scaled};${files.map((_, i) => `[t${i}]`).join('')}xstack=inputs=${files.length}:layout=${places}`,
  '-frames:v', '1', new URL('../docs/recorder-layouts.png', import.meta.url).pathname]);
await r.stop();
rmSync(images, {recursive: true});
