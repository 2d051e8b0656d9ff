// SPDX-License-Identifier: Apache-2.0
// The flow of old pages around a recording (pages/recording.html): recorded at the server, told, shown by its address, uploaded to the server with
// a progress that ends at 100, or taken back. The page comes from a web server of its own, as such pages do.
import assert from 'node:assert/strict';
import {existsSync, readFileSync, readdirSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {dirname, join as pathOf} from 'node:path';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {startServer} from './support.mjs';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const recorder = process.env.RECORDER ?? pathOf(dirname(parlord), '../recorder/parlor-recorder');
let server, web;
before(async () => {
  server = await startServer({config: `[record]\nenabled = yes\nrecorder = ${recorder}\n[guests]\nrecording = yes\n`});
  await server.waitForLog(/recorder\.ready/, 20000);
  web = createServer((request, response) => {
    const [, place, name] = /^\/(sdk|page)\/([\w.-]+\.(?:html|js))(?:\?|$)/.exec(request.url) ?? [];
    const path = pathOf(place === 'sdk' ? 'sdk/web/dist' : 'tests/browser/pages', name ?? '.');
    if (!name || !existsSync(path)) { response.writeHead(404).end(); return; }
    response.writeHead(200, {'content-type': name.endsWith('.js') ? 'text/javascript' : 'text/html'}).end(readFileSync(path));
  });
  await new Promise((resolve) => { web.listen(0, '127.0.0.1', resolve); });
});
after(async () => { web?.close(); await server?.stop(); });

let room = 1;
/** Sizes of the files that the server keeps of uploads (beside each lies a line of text about it). */
const uploads = () => readdirSync(pathOf(server.dir, 'files'), {withFileTypes: true}).filter((entry) => entry.isFile()).map(({name}) => statSync(pathOf(server.dir, 'files', name)).size).filter((size) => size > 1000);

conforms('a recording at the server, from the button to the upload', ['BRAC_StreamRecordCtrlEx', 'BRAC_TransFile', 'BRAC_QueryTransTaskInfo', 'BRAC_CancelTransTask', 'OnAnyChatRecordSnapShot', 'OnAnyChatRecordSnapShotEx', 'OnAnyChatRecordSnapShotEx2'], async ({browser}) => {
  const before = existsSync(pathOf(server.dir, 'files')) ? uploads().length : 0;
  const page = await browser.page(browser.name), click = (id) => page.evaluate((id) => document.getElementById(id).click(), id);
  await page.goto(`http://127.0.0.1:${web.address().port}/page/recording.html?server=127.0.0.1&port=${server.port}&room=${room++}`);
  await page.waitFor(() => BRAC_GetCameraState(-1) === 2, undefined, {what: 'the camera', timeoutMs: 30000});
  await page.waitFor(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_VIDEOBITRATE) > 0, undefined, {what: 'a picture that is sent', timeoutMs: 30000});

  // Recorded, told, and shown by its address.
  await click('btnStart');
  const begun = await page.evaluate(() => performance.now());
  await page.waitFor((begun) => performance.now() > begun + 3000, begun, {what: '3 s', timeoutMs: 20000});
  await click('btnStop');
  await page.waitFor(() => mResults.length >= 3, undefined, {what: 'the three events', timeoutMs: 40000});
  const {results, self, file} = await page.evaluate(() => ({results: mResults, self: mSelfUserId, file: mFile}));
  const [plain, ex, ex2] = ['', 'Ex', 'Ex2'].map((which) => results.find(([name]) => name === which));
  assert.match(file, /\/recordings\/.*\.mp4$/);
  assert.deepEqual([plain.slice(1, 4), ex.slice(1, 3), ex.slice(5), ex2.slice(1)], [[self, file, 17], [self, file], [17, 'business 4711'], [self, 0, file, 17, 'business 4711']]);
  if (browser.name === 'chromium') await page.waitFor(() => document.getElementById('shown').videoWidth > 0, undefined, {what: 'the film on the page'});
  const size = Number((await fetch(file, {method: 'HEAD'})).headers.get('content-length'));

  // Uploaded: the timer sees it rise to 100, and the server has all of it.
  await click('btnUpload');
  await page.waitFor(() => mUploads.length === 1, undefined, {what: 'the upload', timeoutMs: 40000});
  const {progress, over, shown} = await page.evaluate(() => ({progress: mProgress, over: mUploads[0], shown: document.getElementById('progress').innerHTML}));
  assert.deepEqual([over, shown, progress.at(-1)], [[100, 3], '100%', 100]);
  assert.deepEqual(progress, [...progress].sort((a, b) => a - b), 'it only rises');
  assert.deepEqual([uploads().length, uploads().includes(size)], [before + 1, true]);

  // Taken back on the way: nothing more stays at the server.
  await page.evaluate(() => { mSlow = 64000; });
  await click('btnUpload');
  await page.waitFor(() => mProgress.at(-1) > 0 && mProgress.at(-1) < 100, undefined, {what: 'the upload under way', timeoutMs: 40000});
  await click('btnCancel');
  await page.waitFor(() => mUploads.length === 2, undefined, {what: 'the end of it'});
  const [, [, status]] = await page.evaluate(() => mUploads);
  assert.equal(status, 4);
  assert.equal(uploads().length, before + 1);

  // A snapshot goes the same way.
  await page.evaluate(() => { mSlow = 0; });
  await click('btnSnap');
  await page.waitFor(() => /\.jpg$/.test(mFile) && document.getElementById('shown').naturalWidth > 0, undefined, {what: 'the picture on the page', timeoutMs: 20000});
  await click('btnUpload');
  await page.waitFor(() => mUploads.length === 3, undefined, {what: 'the upload of the picture', timeoutMs: 20000});
  assert.deepEqual(await page.evaluate(() => mUploads[2]), [100, 3]);
  // What is no link of the server's, or is one no more, is no file.
  await page.evaluate(() => { mFile = mFile.replace(/recordings\/\d+-/, 'recordings/1-'); });
  await click('btnUpload');
  await page.waitFor(() => mUploads.length === 4, undefined, {what: 'the end of the upload that cannot be', timeoutMs: 20000});
  assert.notEqual((await page.evaluate(() => mUploads[3]))[1], 3);
  await page.close();
});
