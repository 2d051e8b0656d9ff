// SPDX-License-Identifier: Apache-2.0
// The link of libparlorserver: over TLS with an authority of one's own, and killed and begun anew while users are at work.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'node:test';
import {CONFIG, SECRET} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {Program, built} from '../support/program.mjs';
import {withServer} from './support.mjs';

const base64 = (text) => Buffer.from(text).toString('base64');

function openssl(dir, ...args) {
  const made = spawnSync('openssl', args, {cwd: dir, encoding: 'utf8'});
  assert.equal(made.status, 0, made.stderr);
}

/** An authority NAME.pem, and a certificate of its for 127.0.0.1 or another name. */
function authority(dir, name, subject) {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(dir, 'req', '-x509', ...key, '-days', '2', '-subj', `/CN=${name}`, '-addext', 'basicConstraints=critical,CA:true',
    '-keyout', `${name}.key`, '-out', `${name}.pem`);
  if (!subject) return;
  openssl(dir, 'req', ...key, '-subj', `/CN=${name} server`, '-keyout', `${name}-server.key`, '-out', `${name}-server.csr`);
  writeFileSync(join(dir, 'ext'), `subjectAltName=${subject}\n`);
  openssl(dir, 'x509', '-req', '-in', `${name}-server.csr`, '-CA', `${name}.pem`, '-CAkey', `${name}.key`, '-CAcreateserial', '-days', '2',
    '-extfile', 'ext', '-out', `${name}-server.pem`);
}

test('wss://: only a server whose authority and name are right is told the secret', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-tls-'));
  authority(dir, 'ours', 'IP:127.0.0.1');
  authority(dir, 'elsewhere', 'DNS:elsewhere.example');
  authority(dir, 'theirs');
  const start = (server, ca) => new Program(built('sdk/server/business-sample'), ['--server', `wss://127.0.0.1:${server.port}`, '--secret', SECRET],
    {PARLOR_SERVER_CA: join(dir, ca), PARLOR_SERVER_LOG: '1'});
  const tls = (name) => `[tls]\ncertificate = ${dir}/${name}-server.pem\nkey = ${dir}/${name}-server.key\n${CONFIG}`;
  await withServer({config: tls('ours')}, async (server) => {
    const stranger = start(server, 'theirs.pem');
    await stranger.until(/not connected, code 1\d\d/);
    assert.match(stranger.errors, /certificate/i);
    await stranger.kill('SIGTERM');
    const ours = start(server, 'ours.pem');
    await ours.until(/: connected \(0, 0\)/);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x', ca: readFileSync(join(dir, 'ours.pem'))});
    await ours.until(/login \d+ ann,/);
    await ann.close();
    assert.equal((await ours.kill('SIGTERM')).code, 0);
    assert.doesNotMatch(server.log, /business\.refused/, 'the stranger has said nothing');
  });
  await withServer({config: tls('elsewhere')}, async (server) => {
    const misled = start(server, 'elsewhere.pem'); // the authority is right, the name is not
    await misled.until(/not connected, code 1\d\d/);
    await misled.kill('SIGTERM');
    assert.doesNotMatch(server.log, /business\.attached/);
  });
  rmSync(dir, {recursive: true, force: true});
});

/** Who writes to his room as fast as he is answered; his texts are numbered. */
async function talk(user, until) {
  for (user.said = 0; !until(); user.said++) await user.ask('text', {to: -1, secret: false, text: `${user.self.id} ${user.said}`});
}

/** Signs in and out again and again; counts what he is told. */
async function comeAndGo(server, name, codes, until) {
  while (!until()) {
    const client = await Client.open(server.wsUrl);
    await client.ask('hello', {sdk: 'test'});
    const reply = await client.reply(client.say('login', {name, password: 'x'}));
    const code = reply.t === 'error' ? reply.code : 0;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (code === 0) await client.close();
    else client.cut();
  }
}

/** Everybody has everybody else as a friend, with his texts. */
async function allAreFriends(users) {
  const ids = users.map((user) => user.self.id);
  const complete = (id) => (m) => {
    const friends = new Set(m.friends.filter((f) => f.online).map((f) => f.user)), named = new Set(m.infos.filter((i) => i.info === 1).map((i) => i.user));
    return ids.every((other) => other === id || friends.has(other)) && ids.every((other) => named.has(other));
  };
  for (const user of users) await user.next('friend_data', complete(user.self.id));
}

test('it is killed and begun anew while users work: 206 meanwhile, nothing is lost afterwards', async () => {
  await withServer({config: `${CONFIG}[login]\nlogins_per_minute_per_ip = 100000\n`}, async (server) => {
    const env = {PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET};
    const start = async () => {
      const program = new Program(built('sdk/server/business-sample'), ['--counters'], env);
      await program.until(/: connected \(0, 0\)/);
      return program;
    };
    let program = await start();
    const users = await Promise.all(Array.from({length: 12}, (_, i) => Client.login(server.wsUrl, `user${i}`, {password: 'x'})));
    for (const user of users) await user.ask('enter', {room: 1 + users.indexOf(user) % 3});
    await users[0].ask('object_control', {type: 4, object: 10001, code: 401});
    await users[0].ask('object_control', {type: 5, object: 101, code: 501});
    let over = false;
    const codes = new Map();
    const work = [...users.map((user) => talk(user, () => over)), ...['x', 'y'].map((name) => comeAndGo(server, name, codes, () => over))];
    for (let round = 0; round < 3; round++) {
      const said = users.map((user) => user.said), before = codes.get(206) ?? 0;
      await program.kill('SIGKILL');
      await server.waitFor(() => server.log.split('event=business.detached').length === round + 2, 'to notice');
      while ((codes.get(206) ?? 0) === before) await users[1].ask('query', {info: 4, input: '1'}).catch(() => {}); // until somebody was refused
      program = await start();
      for (const user of users) await program.until(new RegExp(`login ${user.self.id} ${user.self.name},[^]*enter ${user.self.id} room`));
      await allAreFriends(users);
      assert.ok(users.every((user, i) => user.said > said[i]), 'nobody waited for it');
      const client = await Client.login(server.wsUrl, `late${round}`, {password: 'x'});
      await client.ask('server_data', {channel: 'filter', data: base64(`round ${round}`), is_text: true});
      await program.until(new RegExp(`filter data of ${client.self.id}, 7 bytes: round ${round}`));
      await client.close();
    }
    over = true;
    await Promise.all(work);
    assert.deepEqual([...codes.keys()].sort((a, b) => a - b), [0, 206], JSON.stringify([...codes]));
    // Of every room each has heard every text of each of the others, in order and once.
    for (const [i, user] of users.entries()) {
      await user.ask('query', {info: 4, input: '1'});
      for (const other of users.filter((one, k) => k !== i && k % 3 === i % 3)) {
        const heard = user.all('text_received').map((m) => m.text).filter((text) => text.startsWith(`${other.self.id} `));
        assert.deepEqual(heard, Array.from({length: other.said}, (_, n) => `${other.self.id} ${n}`));
      }
    }
    const left = users[0].all('objects').flatMap((m) => m.events).filter((e) => e.event === 405 || e.event === 505);
    assert.deepEqual(left, [], 'he still waits at the counter');
    for (const user of users) await user.close();
    assert.equal((await program.kill('SIGTERM')).code, 0);
  });
});
