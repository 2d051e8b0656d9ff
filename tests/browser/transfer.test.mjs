// SPDX-License-Identifier: Apache-2.0
// Files as pages of the manual send and receive them, in every browser: twenty at once, a link that is cut, cancelling by either
// end, names of strangers, uploads, and every way in which a page names a file.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {startServer} from './support.mjs';

let server;
before(async () => { server = await startServer(); });
after(async () => { await server?.stop(); });

const done = {what: 'the end of the transfers', timeoutMs: 60000};

async function enter(browser, name) {
  const user = await browser.page(`${browser.name} (${name})`);
  user.user = name;
  await user.goto(`${server.url}/demos/events.html`);
  await user.evaluate((name) => {
    const Socket = WebSocket;
    window.sockets = [];
    window.WebSocket = class extends Socket { constructor(...args) { super(...args); window.sockets.push(this); } };
    window.received = [];
    window.OnAnyChatTransFile = (from, file, path, length, w, l, task) => {
      note('TransFile', from, file, path, length, w, l, task);
      received.push({from, file, path, length, w, l, task, progress: BRAC_QueryTransTaskInfo(from, task, BRAC_TRANSTASK_PROGRESS), url: BRAC_GetSDKOptionStringEx(11003, path, 0)});
    };
    window.sum = async (url) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await (await fetch(url)).arrayBuffer()))).join();
    window.fill = (length, seed) => Uint8Array.from({length}, (_, i) => (i * 7 + (i >> 8) * 13 + seed) & 255);
    window.how = (task, whose = -1) => [BRAC_QueryTransTaskInfo(whose, task, BRAC_TRANSTASK_PROGRESS), BRAC_QueryTransTaskInfo(whose, task, BRAC_TRANSTASK_STATUS)];
    BRAC_InitSDK('0');
    BRAC_Connect(location.hostname, Number(location.port));
    BRAC_Login(name, 'x', 0);
  }, name);
  await user.waitFor(() => named('LoginSystem').length > 0, undefined, {what: 'LoginSystem'});
  user.id = await user.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
  return user;
}

conforms('files go over, whole, whatever happens', ['BRAC_TransFile', 'OnAnyChatTransFile', 'BRAC_QueryTransTaskInfo'], async ({browser, check}) => {
  const ann = await enter(browser, 'ann'), bob = await enter(browser, 'bob');

  // Twenty at once, of a size that goes to disk at the other end too; users in no room.
  const tasks = await ann.evaluate((id) => {
    window.blobs = Array.from({length: 20}, (_, i) => new File([fill(i === 0 ? 6000000 : 100000 + i, i)], `f${i}.bin`));
    return blobs.map((blob, i) => call('BRAC_TransFile', String(id), blob, i, -i, '0'));
  }, bob.id);
  assert.equal(new Set(tasks.filter((task) => task > 0)).size, 20);
  await bob.waitFor(() => received.length === 20, undefined, done);
  await ann.waitFor((tasks) => tasks.every((task) => how(task).join() === '100,3'), tasks, done);
  const sums = await ann.evaluate(async () => { const all = []; for (const blob of blobs) all.push(await sum(URL.createObjectURL(blob))); return all; });
  const got = await bob.evaluate(async () => { const all = []; for (const file of received) all.push({...file, sum: await sum(file.url)}); return all; });
  for (const {file, from, length, w, l, task, sum, progress, path, url} of got) {
    const i = Number(/\d+/.exec(file)[0]);
    assert.deepEqual([from, file, length, w, l, task, sum, progress], [ann.id, `f${i}.bin`, i === 0 ? 6000000 : 100000 + i, i, i ? -i : 0, tasks[i], sums[i], 100]);
    assert.ok(path.startsWith(url) && path.endsWith(file), path);
  }
  assert.ok((await bob.evaluate(() => named('TransFile'))).every(({insideCall}) => !insideCall));

  // The sender's link is cut at 30 %.
  const cut = await ann.evaluate((id) => { BRAC_SetSDKOption(BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, 24000000); return call('BRAC_TransFile', id, new File([fill(9000000, 3)], 'cut.bin'), 0, 0, 0); }, bob.id);
  await ann.waitFor((task) => how(task)[0] >= 30, cut, done);
  await ann.evaluate(() => sockets.at(-1).close());
  await bob.waitFor(() => received.some(({file}) => file === 'cut.bin'), undefined, done);
  assert.equal(await bob.evaluate(async () => sum(received.find(({file}) => file === 'cut.bin').url)), await ann.evaluate(async () => sum(URL.createObjectURL(new Blob([fill(9000000, 3)])))));
  assert.ok(await ann.evaluate(() => sockets.length) >= 2);
  await ann.waitFor((task) => how(task).join() === '100,3', cut, done);

  await check(['BRAC_CancelTransTask'], async () => {
    const first = await ann.evaluate((id) => call('BRAC_TransFile', id, new Blob([fill(9000000, 4)]), 0, 0, 0), bob.id);
    await bob.waitFor(({id, task}) => how(task, id)[0] > 5, {id: ann.id, task: first}, done);
    assert.equal(await ann.evaluate((task) => call('BRAC_CancelTransTask', -1, task), first), 0);
    await bob.waitFor(({id, task}) => how(task, id)[1] === 4, {id: ann.id, task: first}, done);
    const second = await ann.evaluate((id) => call('BRAC_TransFile', id, new Blob([fill(9000000, 5)]), 0, 0, 0), bob.id);
    await bob.waitFor(({id, task}) => how(task, id)[0] > 5, {id: ann.id, task: second}, done);
    assert.equal(await bob.evaluate(({id, task}) => call('BRAC_CancelTransTask', id, task), {id: ann.id, task: second}), 0);
    await ann.waitFor((task) => how(task)[1] === 5, second, done);
    assert.deepEqual(await ann.evaluate(([a, b]) => [how(a)[1], how(b)[1], call('BRAC_CancelTransTask', -1, a)], [first, second]), [4, 5, 0]);
  });

  // Names of strangers; and what pages call files by.
  const before = await bob.evaluate(() => received.length);
  await ann.evaluate((id) => {
    BRAC_SetSDKOption(BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, 0);
    for (const name of ['../../etc/passwd', 'a\0b', 'CON', '\u202egpj.exe', `${'x'.repeat(600)}.txt`, '..', '<img src=x>'])
      call('BRAC_TransFile', id, new File(['x'], name), 0, 0, 0);
    call('BRAC_TransFile', id, URL.createObjectURL(new Blob(['a blob'])), 0, 0, 0);
    const input = document.body.appendChild(Object.assign(document.createElement('input'), {type: 'file'}));
    const chosen = new DataTransfer();
    chosen.items.add(new File(['chosen'], 'chosen.txt'));
    input.files = chosen.files;
    if (call('BRAC_TransFile', id, input.value || 'C:\\fakepath\\chosen.txt', 0, 0, 0) < 0) throw new Error('the value of an input is no file');
    if (call('BRAC_TransFile', id, 'D:\\none.txt', 0, 0, 0) !== -710) throw new Error('a file that is not there');
  }, bob.id);
  await bob.waitFor((count) => received.length === count, before + 9, done);
  const names = await bob.evaluate((count) => received.slice(count).map(({file}) => file), before);
  for (const name of names) assert.match(name, /^(?!CON$|\.)[^/\\\0<>:"|?*\u202a-\u202e]{1,128}$/);
  assert.ok(names.includes('chosen.txt'));

  await check(['BRAC_TransFileEx', 'BRAC_QueryTransTaskInfoEx', 'BRAC_CancelTransTaskEx'], async () => {
    await ann.evaluate((id) => {
      window.OnAnyChatCoreSDKEvent = (type, json) => note('CoreSDKEvent', type, json);
      if (call('BRAC_TransFileEx', 'guid-1', id, new File(['by guid'], 'g.txt'), 0, '{"a":1}') !== 0) throw new Error('TransFileEx');
    }, bob.id);
    await ann.waitFor(() => JSON.parse(BRAC_QueryTransTaskInfoEx('guid-1', BRAC_TRANSTASK_JSONSTATUS)).status === 3, undefined, done);
    await ann.waitFor(() => named('CoreSDKEvent').some(({args}) => args[0] === 12 && JSON.parse(args[1]).status === 3), undefined, done);
    await ann.evaluate((id) => {
      BRAC_SetSDKOption(BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, 800000);
      call('BRAC_TransFileEx', 'guid-2', id, new Blob([fill(900000, 1)]), 0, '');
      if (call('BRAC_CancelTransTaskEx', 'guid-2', 0, 0) !== 0) throw new Error('CancelTransTaskEx');
    }, bob.id);
    assert.equal(await ann.evaluate(() => BRAC_QueryTransTaskInfoEx('guid-2', BRAC_TRANSTASK_STATUS)), 4);
    await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, 0));
  });

  // To the server.
  const up = await ann.evaluate(() => call('BRAC_TransFile', 0, new File([fill(500000, 9)], 'up.bin'), 0, 0, 0));
  await ann.waitFor((task) => how(task).join() === '100,3', up, done);
  assert.match(await ann.evaluate((task) => JSON.parse(BRAC_QueryTransTaskInfo(-1, task, BRAC_TRANSTASK_JSONSTATUS)).fileid, up), /^[0-9a-f]{32}$/);
});
