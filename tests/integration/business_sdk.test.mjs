// SPDX-License-Identifier: Apache-2.0
// Programs that use the server SDK (sdk/server) at a real parlord: one written for the old SDK, compiled as C and as C++, and the sample.
import assert from 'node:assert/strict';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';
import {CONFIG, SECRET} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {FileUser, until} from '../support/file_user.mjs';
import {Program, built} from '../support/program.mjs';
import {withServer} from './support.mjs';

const base64 = (text) => Buffer.from(text).toString('base64');
const at = (server) => ({PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET, PARLOR_SERVER_LOG: '1'});

async function refused(server, name, password) {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'test'});
  const code = await client.refused('login', {name, password});
  client.cut();
  return code;
}

/** What ann and bob do, and what the program must have printed of it. */
async function story(server, program) {
  assert.equal(await refused(server, 'refused', 'pw'), 200);
  const ann = await Client.login(server.wsUrl, 'ann', {password: 'secret of ann'});
  assert.deepEqual([ann.self.id, ann.self.name, ann.self.level], [100, 'Nick ann', 3]);
  await ann.next('friend_data', (m) => m.groups.some((g) => g.name === 'Group one') && m.infos.some((i) => i.text === 'Nick ann'));
  const bob = await Client.login(server.wsUrl, 'bob', {password: 'x'});
  await program.until(/login 101 /);
  assert.equal(await ann.refused('enter', {room: 13}), 304);
  await ann.ask('enter', {room: 5, password: 'pw'});
  await ann.ask('text', {to: -1, secret: false, text: '你好'});
  await ann.ask('buffer', {to: 0, data: base64('ABC')});
  await ann.ask('user_control', {user: 101, code: 100, w: 1, l: 4294967295, text: 'do'});
  assert.equal(await ann.refused('user_control', {user: 101, code: 4711}), 4711);
  await ann.ask('call_request', {user: 101, flags: 0, param: 13, text: ''});
  assert.equal((await ann.next('call_answered')).code, 100104);
  await ann.ask('call_request', {user: 101, flags: 1, param: 2, text: 'video?'});
  await bob.next('call_requested');
  await bob.ask('call_answer', {user: 100, code: 0, flags: 0, param: 0, text: ''});
  await bob.next('call_started');
  const tell = (text) => ann.ask('server_data', {channel: 'filter', data: base64(text), is_text: true});
  await tell('hangup');
  assert.equal((await ann.next('call_finished')).code, 0);
  await bob.next('call_finished');
  for (const command of ['send', 'room', 'trans', 'info', 'rooms', 'query', 'object']) await tell(command);
  await ann.next('server_data_received', (m) => m.data === base64('to one'));
  await ann.next('server_data_received', (m) => m.data === base64('to all'));
  await ann.next('buffer_received', (m) => m.from === 0);
  await bob.next('server_data_received', (m) => m.data === base64('to all'));
  await tell('kick');
  assert.equal((await ann.next('closing')).code, 211);
  await program.until(/logoutex 100/);
  await bob.close();
  await program.until(/logoutex 101/);
}

const TOLD = `
message 1 value
messageex 10 0 0
verify refused pw
verify ann secret of ann
login 100 'Nick ann' 3 127.0.0.1 there=1
verify bob x
login 101 'Nick bob' 3 127.0.0.1 there=1
prepare 100 13 '' ''
prepare 100 5 '' 'pw'
enter 100 5
text 5 100 -1 0 6 '你好'
buffer 100 3 65
control 100 101 100 1 4294967295 'do'
control 100 101 4711 0 0 ''
call 1 100 101 0 0 13 ''
call 2 100 101 100104 0 13 ''
call 1 100 101 0 1 2 'video?'
call 2 100 101 0 0 0 ''
call 3 100 101 0 1 0 'video?'
filter 100 6 hangup
did hangup 0 0 ''
call 4 100 101 0 0 0 ''
filter 100 4 send
did send 0 0 ''
filter 100 4 room
did room 0 0 ''
filter 100 5 trans
did trans 0 0 ''
filter 100 4 info
did info 0 0 'Nick ann'
filter 100 5 rooms
did rooms 0 1 ''
filter 100 5 query
did query 0 0 'Nick ann'
filter 100 6 object
did object 0 10 'Hall'
filter 100 4 kick
did kick 0 0 ''
leave 100 5
logout 100
logoutex 100 211
logout 101
logoutex 101 0
`.trim().split('\n');

for (const [language, path] of [['C', 'sdk/server/business-old-program'], ['C++', 'sdk/server/business-old-program-cxx']]) {
  test(`a program for the old SDK, compiled as ${language}`, {skip: !existsSync(built(path))}, async () => {
    await withServer({config: CONFIG}, async (server) => {
      const program = new Program(built(path), [], at(server));
      await program.until(/messageex 10 0 0/);
      await story(server, program);
      await program.until(/^timer$/m);
      const {code} = await program.close();
      assert.equal(code, 0, program.errors);
      assert.match(program.output, /^version \d+\.\d+\ninit 0\n/m);
      assert.match(program.output, /released\n$/);
      const told = program.lines.filter((line) => !/^(version|init|timer|released|object) ?/.test(line));
      assert.deepEqual(told, TOLD);
    });
  });
}

test('it is killed and comes again: 206 meanwhile, and it learns who is there', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const first = new Program(built('sdk/server/business-old-program'), [], at(server));
    await first.until(/messageex 10 0 0/);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    await ann.ask('enter', {room: 5});
    await first.kill('SIGKILL');
    await server.waitForLog(/event=business.detached/);
    assert.equal(await refused(server, 'bob', 'x'), 206);
    const second = new Program(built('sdk/server/business-old-program'), [], at(server));
    await second.until(/login 100 'Nick ann' 3 127.0.0.1 there=1\nenter 100 5\n/);
    await ann.ask('server_data', {channel: 'filter', data: base64('info'), is_text: true});
    await second.until(/did info 0 0 'Nick ann'/);
    await ann.close();
    await second.close();
  });
});

test('the server stops and comes again: the program is back by itself', async () => {
  let program, port;
  await withServer({config: CONFIG}, async (server) => {
    program = new Program(built('sdk/server/business-old-program'), [], at(server));
    port = server.port;
    await program.until(/messageex 10 0 0/);
  });
  await program.until(/message 2 value\nmessageex 10 212 0/);
  await withServer({config: CONFIG, args: ['--listen', `127.0.0.1:${port}`]}, async () => {
    await program.until(/messageex 10 212 0[^]*messageex 10 0 0/);
    assert.equal((await program.close()).code, 0);
  });
});

test('a wrong secret is told', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const program = new Program(built('sdk/server/business-old-program'), [], {...at(server), PARLOR_SECRET: 'wrong'});
    await program.until(/messageex 10 102 0/);
    const {code} = await program.close();
    assert.equal(code, 0);
    assert.doesNotMatch(program.output, /^message /m, 'the old message is for links that were there');
  });
});

test('the sample makes everybody a friend of everybody', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const sample = new Program(built('sdk/server/business-sample'), ['--server', `127.0.0.1:${server.port}`, '--secret', SECRET]);
    await sample.until(/connected \(0, 0\)/);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    await ann.next('friend_data', (m) => m.last && m.groups.length === 2);
    const guest = await Client.login(server.wsUrl, 'guest');
    const both = (m) => m.last && m.friends.length === 1 && m.infos.length === 8;
    const seen = async (who, other) => {
      const {friends, infos, groups} = await who.next('friend_data', both);
      assert.deepEqual(friends, [{user: other.self.id, group: other.self.id > 0 ? 1 : 2, online: true}]);
      assert.deepEqual(groups.map((g) => g.id), [1, 2]);
      assert.deepEqual(infos.filter((i) => i.user === other.self.id).map((i) => [i.info, i.text]).slice(0, 2), [[1, other.self.name], [2, '127.0.0.1']]);
    };
    await seen(guest, ann);
    await seen(ann, guest);
    await guest.close();
    assert.equal((await ann.next('friend_status', (m) => !m.online)).user, guest.self.id);
    assert.equal(sample.output.includes('secret'), false);
    await ann.close();
    await sample.until(new RegExp(`logout ${ann.self.id}, code 0`));
    assert.equal((await sample.kill('SIGTERM')).code, 0);
    assert.match(sample.output, /end\n$/);
  });
});

test('files and large buffers, in both directions', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const program = new Program(built('sdk/server/business-old-program'), [], at(server));
    await program.until(/messageex 10 0 0/);
    const ann = await FileUser.login(server.wsUrl, 'ann');
    const file = Uint8Array.from({length: 3000001}, (_, i) => i * 7 + (i >> 8) * 13), buffer = file.subarray(0, 200000);
    const sum = (bytes) => bytes.reduce((all, one) => (Math.imul(all, 31) + one) >>> 0, 0);
    ann.transfers.offer(0, new Blob([file]), {name: 'dir/report.pdf', w: 1, l: 2});
    ann.transfers.offer(0, new Blob([buffer]), {kind: 'buffer', w: 3, l: 4});
    await program.until(new RegExp(`file 100 'report.pdf' 3000001 1 2 sum ${sum(file)}\n`));
    await program.until(new RegExp(`bufferex 100 200000 3 4 sum ${sum(buffer)}\n`));

    const path = join(server.dir, 'to-ann.bin');
    writeFileSync(path, file);
    const tell = (text) => new Promise((resolve) => { ann.session.send('server_data', {channel: 'filter', data: base64(text), is_text: true}, resolve); });
    await tell(`file ${path}`);
    await tell('large');
    await tell('file /nowhere');
    await until(() => ann.received.length === 2, 'both');
    const [got, data] = ['file', 'buffer'].map((kind) => ann.received.find((r) => r.kind === kind));
    assert.equal(got.name, 'to-ann.bin');
    assert.ok(Buffer.from(await got.blob.arrayBuffer()).equals(Buffer.from(file)));
    assert.deepEqual([got.from, got.w, got.l, data.w, data.l], [0, 5, 6, 7, 8]);
    await program.until(/did file \/nowhere 710 0/);
    assert.match(program.output, /did file .*to-ann.bin 0 1 /);
    assert.match(program.output, /did large 0 2 /);
    ann.close();
    assert.equal((await program.close()).code, 0);
  });
});
