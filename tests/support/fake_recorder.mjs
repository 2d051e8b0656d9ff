#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A recorder for tests of what parlord does with files: it speaks the control link (src/proto/record/control.h) and writes files
// of FAKE_RECORDER_BYTES bytes of a known pattern at `start`, finished at `stop`. No media.
import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {Socket} from 'node:net';
import {dirname, join} from 'node:path';

const root = process.argv[process.argv.indexOf('--root') + 1];
const size = Number(process.env.FAKE_RECORDER_BYTES ?? 300000);
const link = new Socket({fd: Number(process.argv[process.argv.indexOf('--control-fd') + 1])});
const say = (line) => link.write(`${JSON.stringify(line)}\n`);
const running = new Map();

export const pattern = (id, bytes) => Buffer.from(`recording ${id} `.repeat(Math.ceil(bytes / 8))).subarray(0, bytes);

const commands = {
  hello: () => say({event: 'ready', version: 1, port: 9, cookie: '0000000000000001'}),
  start({id, file}) {
    const name = `${file}.mp4`;
    mkdirSync(dirname(join(root, name)), {recursive: true});
    writeFileSync(join(root, name), pattern(id, size));
    running.set(id, {name, at: Date.now()});
    say({event: 'started', id, file: name});
  },
  stop({id}) {
    const {name, at} = running.get(id);
    const sha256 = createHash('sha256').update(pattern(id, size)).digest('hex');
    writeFileSync(join(root, name.replace(/mp4$/, 'thumb.jpg')), `thumb ${id}`);
    say({event: 'finished', id, how: 'stopped', file: name, bytes: size, elapsed_ms: 5000, sha256, started_us: at * 1000, ended_us: (at + 5000) * 1000});
  },
  quit: () => process.exit(0),
};

let rest = '';
link.setEncoding('utf8');
link.on('data', (data) => {
  const lines = (rest + data).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const command = JSON.parse(line);
    commands[command.cmd]?.(command);
  }
});
link.on('close', () => process.exit(0));
