// SPDX-License-Identifier: Apache-2.0
// The page of the call test, used by hand and by keyboard, against a real server: when all is well, and when something is not.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, startServer} from './support.mjs';

let server;
before(async () => { server = await startServer({demos: 'demos'}); });
after(async () => { await server?.stop(); });

async function open(browser, {query = '?seconds=2', ...options} = {}) {
  const user = await browser.page(`${browser.name} at the test page`, options);
  await user.goto(`${server.url}/demos/test/${query}`);
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page', timeoutMs: 60000});
  return user;
}

const press = async (user, id) => {
  await user.page.focus(`[data-testid="${id}"]`);
  await user.page.keyboard.press('Enter');
};
const verdict = (user) => user.waitFor(() => ['good', 'limited', 'bad', 'stopped', 'broken'].find((state) => state === document.querySelector('#verdict').dataset.state),
  undefined, {what: 'the verdict', timeoutMs: 120000});
const outcomes = (user) => user.evaluate(() => Object.fromEntries([...document.querySelectorAll('.step')].map((step) => [step.dataset.testid.slice(5), step.dataset.state])));
const asked = (user) => user.waitFor(() => document.activeElement?.dataset.testid === 'heard' || document.querySelector('[data-testid=step-speaker]').dataset.state === 'warning',
  undefined, {what: 'the question of the loudspeaker', timeoutMs: 60000});
const text = (user, step) => user.evaluate((step) => document.querySelector(`[data-testid=step-${step}]`).textContent, step);

async function testByKeyboard(browser) {
  const user = await open(browser);
  await press(user, 'start');
  await user.waitFor(() => document.querySelector('.step-video')?.videoWidth > 0, undefined, {what: 'the own picture', timeoutMs: 60000});
  await asked(user);
  if ((await outcomes(user)).speaker === 'running') await user.page.keyboard.press('Enter'); // the answer has the focus
  const found = await verdict(user);
  const states = await outcomes(user);
  for (const step of ['browser', 'permission', 'camera', 'signalling', 'path']) assert.equal(states[step], 'passed', `${step}: ${await text(user, step)}`);
  assert.match(await text(user, 'path'), /UDP/);
  const report = await user.evaluate(() => JSON.parse(document.querySelector('[data-testid=report]').textContent.split('\n').find((line) => line.startsWith('{'))));
  const {up, down} = report.steps.find(({name}) => name === 'bandwidth').figures;
  assert.ok(up > 100000 && down > 100000, `up ${up}, down ${down}`);
  assert.equal(await user.evaluate(() => document.activeElement.id), 'verdict-title'); // where the result is read from
  // In the other language at once, without another test.
  await user.evaluate(() => { const select = document.querySelector('[data-language]'); select.value = 'zh'; select.dispatchEvent(new Event('change')); });
  assert.match(await text(user, 'path'), /音视频/);
  assert.match(await user.evaluate(() => document.querySelector('#verdict-title').textContent), /[\u4e00-\u9fff]/);
  assert.deepEqual(user.messages.filter((line) => line.startsWith('pageerror')), []);
  return {user, found, states};
}

test('Chromium: everything is ready; on a phone, in Chinese, with the devices refused; stopped', async () => {
  const chromium = await startChromium();
  try {
    const {user, found, states} = await testByKeyboard(chromium);
    // Two machines of the same build differ in speed: quality and bandwidth may be a note, never a problem.
    assert.ok(Object.values(states).every((state) => state === 'passed' || state === 'warning'), JSON.stringify(states));
    assert.ok(found === 'good' || found === 'limited');
    await user.close();

    const phone = await chromium.page('phone', {locale: 'zh-CN', viewport: {width: 360, height: 740}});
    await phone.page.addInitScript(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')); });
    await phone.goto(`${server.url}/demos/test/?seconds=1`);
    await phone.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page'});
    await phone.page.click('[data-testid=start]');
    await asked(phone);
    await phone.page.click('[data-testid=unheard]');
    assert.equal(await verdict(phone), 'limited');
    const refused = await outcomes(phone);
    assert.deepEqual([refused.permission, refused.camera, refused.microphone, refused.speaker, refused.path], ['failed', 'skipped', 'skipped', 'failed', 'passed']);
    assert.match(await text(phone, 'permission'), /允许摄像头与麦克风/);
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling on a phone');
    await phone.page.click('[data-testid=start]');
    await phone.page.click('[data-testid=stop]');
    assert.equal(await verdict(phone), 'stopped');
    await phone.close();

    // A firewall that lets no UDP pass: the candidates of it never arrive.
    const office = await chromium.page('office');
    await office.page.addInitScript(() => {
      const {setRemoteDescription} = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.setRemoteDescription = function ({type, sdp}) {
        return setRemoteDescription.call(this, {type, sdp: sdp.replace(/a=candidate:\S+ \d+ udp .*\r\n/gi, '')});
      };
    });
    await office.goto(`${server.url}/demos/test/`);
    const path = await office.evaluate(async () => {
      const {testCall} = await import('/sdk/parlor.mjs');
      const step = (await testCall({steps: ['path']})).step('path');
      return {...step.toJSON(), cure: step.texts('en').cure};
    });
    assert.deepEqual([path.state, path.problem, path.figures.protocol], ['warning', 'path.tcp', 'tcp'], JSON.stringify(path));
    assert.match(path.cure, /UDP/);
    await office.close();
  } finally { await chromium.close(); }
});

test('Firefox', {skip: inNamespace ? false : 'no network namespace here'}, async () => {
  const firefox = await startFirefox();
  try {
    const {user} = await testByKeyboard(firefox);
    await user.close();
  } finally { await firefox.close(); }
});
