// SPDX-License-Identifier: Apache-2.0
// Cameras, microphones, loudspeakers, volumes and the sound's options (manual 5.7, 4.3.3, 3.1), with real browsers and real RNNoise.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {hears, join, startServer} from './support.mjs';

let server;
before(async () => { server = await startServer(); });
after(async () => { await server?.stop(); });

let nextRoom = 700;

/** Two users of whom the first is heard by the second; what the tests look at is noted. */
async function pair(browser) {
  const room = nextRoom++;
  const prepare = (user) => user.page.setDefaultTimeout?.(60000);
  const ann = await join(browser, server, 'ann', {room, prepare});
  const bob = await join(browser, server, 'bob', {room, media: false, prepare});
  for (const user of [ann, bob]) {
    await user.evaluate(() => {
      for (const name of ['VolumeChange', 'CoreSDKEvent']) window[`OnAnyChat${name}`] = (...args) => note(name, ...args);
      window.local = AnyChatParlor._face.client.local;
      window.quiet = 0;
    });
  }
  await hears(bob, ann);
  return {ann, bob};
}

const asks = (user, name, ...args) => user.evaluate(({name, args}) => call(name, ...args), {name, args});
const option = (user, name, value) => user.evaluate(({name, value}) => call('BRAC_SetSDKOption', window[name], value), {name, value});
const events = (user, name) => user.evaluate((name) => named(name).map(({args}) => args), name);

/** For two seconds on end nothing was heard of somebody. */
async function isSilent(listener, whom) {
  await listener.evaluate((id) => {
    window.quiet = 0;
    clearInterval(window.quietTimer);
    window.quietTimer = setInterval(() => { window.quiet = BRAC_QueryUserStateInt(id, BRAC_USERSTATE_SPEAKVOLUME) > 0 ? 0 : window.quiet + 1; }, 100);
  }, whom.id);
  await listener.waitFor(() => window.quiet > 20, undefined, {what: `silence of ${whom.user}`, timeoutMs: 30000});
}

/** What was negotiated so far. */
const negotiations = (user) => user.evaluate(() => peerConnections.filter((pc) => pc.connectionState !== 'closed').map((pc) => pc.localDescription?.sdp ?? '').join('|'));

conforms('devices are listed, chosen while they are open, and replaced when they go',
  ['BRAC_EnumDevices', 'BRAC_GetCurrentDevice', 'BRAC_SelectVideoCapture'], async ({browser}) => {
    const early = await browser.page('early');
    await early.goto(`${server.url}/demos/events.html`);
    // As the demos do: some time after the page was loaded, in one breath.
    await early.waitFor(() => {
      BRAC_InitSDK('0');
      const first = BRAC_EnumDevices(1);
      BRAC_Release();
      return first.length > 0 && typeof first[0] === 'string' && first[0] !== '';
    }, undefined, {what: 'a list right after the init'});
    await early.close();

    const {ann, bob} = await pair(browser);
    const lists = await ann.evaluate(() => [1, '2', 3, 9].map((type) => [BRAC_EnumDevices(type), BRAC_GetCurrentDevice(type)]));
    for (const [names, current] of lists.slice(0, 2)) {
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.includes(current), `${current} in ${names}`);
    }
    assert.deepEqual(lists[3], [[], '']);
    assert.equal(lists[0][1], await ann.evaluate(() => local.track('camera').label));

    // Another microphone takes over: nobody is told, nothing is negotiated, and the voice goes on.
    const before = await negotiations(ann);
    const [names, current] = lists[1];
    const other = names.find((name) => name !== current) ?? current;
    assert.equal(await asks(ann, 'BRAC_SelectVideoCapture', '2', other), 0);
    await ann.waitFor((name) => local.track('microphone')?.label === name && BRAC_GetCurrentDevice(2) === name, other, {what: `the microphone ${other}`});
    await hears(bob, ann);
    assert.equal(await asks(ann, 'BRAC_SelectVideoCapture', 1, lists[0][0].at(-1)), 0);
    assert.deepEqual([await asks(ann, 'BRAC_SelectVideoCapture', 1, 'no such camera'), await asks(ann, 'BRAC_SelectVideoCapture', 7, current)], [9, 21]);
    const speakers = lists[2][0];
    if (speakers.length > 0) {
      assert.equal(await asks(bob, 'BRAC_SelectVideoCapture', 3, speakers.at(-1)), 0);
      await bob.waitFor((name) => BRAC_GetCurrentDevice(3) === name, speakers.at(-1), {what: 'the loudspeaker'});
    }
    assert.equal(await negotiations(ann), before);
    assert.deepEqual((await events(ann, 'MicStateChange')).map(([, state]) => state), [1]);

    // It is pulled out: the list is without it, and its track ends.
    const left = names.filter((name) => name !== other);
    await ann.evaluate((name) => {
      const all = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
      navigator.mediaDevices.enumerateDevices = async () => (await all()).filter((device) => device.kind !== 'audioinput' || device.label !== name);
      const track = local.track('microphone');
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }, other);
    await ann.waitFor(() => named('CoreSDKEvent').length > 0, undefined, {what: 'CoreSDKEvent 33'});
    const [type, json] = (await events(ann, 'CoreSDKEvent'))[0];
    const told = JSON.parse(json);
    assert.deepEqual([type, told.errorcode, told.devicetype, told.devicename], [33, 22, 2, other]);
    if (left.length > 0) {
      assert.ok(left.includes(told.replacement), told.replacement);
      await hears(bob, ann);
      assert.equal((await events(ann, 'MicStateChange')).length, 1, 'nobody saw it close');
    } else {
      assert.equal(told.replacement, '');
      await bob.waitFor((id) => BRAC_GetSpeakState(id) === 0, ann.id, {what: 'the closed microphone'});
    }
    await Promise.all([ann, bob].map((user) => user.close()));
  });

conforms('volumes and the options of sound', ['BRAC_AudioGetVolume', 'BRAC_AudioSetVolume', 'OnAnyChatVolumeChange'], async ({browser, check, t}) => {
  const {ann, bob} = await pair(browser);
  const webAudio = await runsWebAudio(browser, ann);
  if (!webAudio) t.diagnostic(`${browser.name} runs no Web Audio on this machine: our own level and RNNoise are not tested`);
  if (webAudio) await ann.waitFor(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SPEAKVOLUME) > 0, undefined, {what: 'our own voice'});
  assert.deepEqual([await asks(ann, 'BRAC_AudioGetVolume', 0), await asks(bob, 'BRAC_AudioGetVolume', 1)], [100, 100]);
  assert.equal(await asks(ann, 'BRAC_AudioSetVolume', '0', '0'), 0);
  assert.equal(await asks(ann, 'BRAC_AudioGetVolume', 0), 0);
  await isSilent(bob, ann);
  assert.equal(await asks(ann, 'BRAC_AudioSetVolume', 0, 80), 0);
  await hears(bob, ann);
  assert.equal(await asks(bob, 'BRAC_AudioSetVolume', 1, 30), 0);
  assert.deepEqual(await bob.evaluate(() => [...document.querySelectorAll('audio')].map(({volume}) => Math.round(volume * 100))), [30]);
  assert.deepEqual([await asks(ann, 'BRAC_AudioSetVolume', 5, 10), await asks(ann, 'BRAC_AudioSetVolume', 0, 'loud')], [21, 21]);
  await bob.waitFor(() => named('VolumeChange').length > 0, undefined, {what: 'VolumeChange'});
  assert.deepEqual([await events(ann, 'VolumeChange'), await events(bob, 'VolumeChange')], [[[0, 0], [0, 80]], [[1, 30]]]);
  assert.ok(await ann.evaluate(() => named('VolumeChange').every(({insideCall}) => !insideCall)));

  // Live, and true: what the browser does is what was asked for, or it is said.
  for (const [name, field] of [['BRAC_SO_AUDIO_ECHOCTRL', 'echoCancellation'], ['BRAC_SO_AUDIO_AGCCTRL', 'autoGainControl']]) {
    for (const value of [0, 1]) {
      await option(ann, name, value);
      await ann.waitFor(({field, value}) => {
        const is = local.microphone.processing?.[field];
        return is === null || is === Boolean(value) || local.microphone.unmet.includes(field);
      }, {field, value}, {what: `${field} ${value}`});
    }
  }
  await option(ann, 'BRAC_SO_AUDIO_CAPTUREMODE', 1);
  await ann.waitFor(() => [false, null].includes(local.microphone.processing?.noiseSuppression) || local.microphone.unmet.length > 0, undefined, {what: 'the mode for music'});
  await hears(bob, ann);
  await bob.waitFor(() => peerConnections.some((pc) => pc.connectionState !== 'closed' && /a=fmtp:\d+ .*stereo=1/.test(pc.localDescription?.sdp ?? '')), undefined, {what: 'stereo wanted'});
  await option(ann, 'BRAC_SO_AUDIO_CAPTUREMODE', 0);

  if (webAudio) await rnnoise(ann, bob);
  assert.equal((await events(ann, 'MicStateChange')).length, 1, 'nobody saw any of it');

  await check(['BRAC_ShowLVProperty'], () => panel(ann));
  await Promise.all([ann, bob].map((user) => user.close()));
});

/** Firefox without a sound card never begins; there the microphone's own track is published, and the rest has to work with it. */
async function runsWebAudio(browser, user) {
  if (browser.name !== 'Firefox') return true;
  return user.waitFor(() => { BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SPEAKVOLUME); return AnyChatParlor._face.client.sound.chain.level() !== null; }, undefined, {timeoutMs: 5000})
    .catch(() => false);
}

/** Not loaded before, at work after, and the voice goes through it. */
async function rnnoise(ann, bob) {
  const loaded = () => ann.evaluate(() => performance.getEntriesByType('resource').filter(({name}) => /parlor-denoise/.test(name)).length);
  assert.equal(await loaded(), 0);
  await option(ann, 'BRAC_SO_AUDIO_NSLEVEL', 3);
  await ann.waitFor(() => local.microphone.processing?.denoise, undefined, {what: 'RNNoise'});
  assert.ok(await loaded() > 0);
  await ann.waitFor(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SPEAKVOLUME) > 0, undefined, {what: 'our own voice through RNNoise'});
  await hears(bob, ann);
  await option(ann, 'BRAC_SO_AUDIO_NSLEVEL', 2);
  await ann.waitFor(() => local.microphone.processing?.denoise === false, undefined, {what: 'no RNNoise'});
  await hears(bob, ann);
}

/** The dialog, by its parts as assistive technology sees them. */
async function panel(user) {
  assert.equal(await asks(user, 'BRAC_ShowLVProperty', 'My camera'), 0);
  const found = await user.waitFor(() => {
    const dialog = document.querySelector('#parlor-camera-panel')?.shadowRoot.querySelector('dialog');
    if (!dialog?.open || dialog.querySelector('video').videoWidth === 0) return null;
    const controls = [...dialog.querySelectorAll('input, select')];
    return {
      title: dialog.querySelector(`#${dialog.getAttribute('aria-labelledby')}`).textContent, names: controls.map(({id}) => id),
      unlabelled: controls.filter(({labels}) => labels.length === 0 || !labels[0].textContent).length, status: dialog.querySelector('[role=status]').textContent,
      wide: dialog.getBoundingClientRect().right <= innerWidth, styled: getComputedStyle(dialog.querySelector('.rows')).display,
    };
  }, undefined, {what: 'the dialog'});
  assert.deepEqual([found.title, found.unlabelled, found.wide], ['My camera', 0, true]);
  assert.ok(found.names.length > 0 || found.status !== '', 'it says that there is nothing');
  if (process.env.SCREENSHOTS) {
    await user.screenshot(`${process.env.SCREENSHOTS}/panel-${user.name.split(' ')[0]}.png`);
    await user.page.setViewportSize?.({width: 340, height: 620});
    await user.screenshot(`${process.env.SCREENSHOTS}/panel-${user.name.split(' ')[0]}-narrow.png`);
  }
  if (found.names.includes('size')) {
    await user.evaluate(() => {
      const select = document.querySelector('#parlor-camera-panel').shadowRoot.getElementById('size');
      select.value = '320x240';
      select.dispatchEvent(new Event('change'));
    });
    // Firefox's fake camera has one size; then it is said.
    await user.waitFor(() => local.track('camera').getSettings().width === 320
      || document.querySelector('#parlor-camera-panel').shadowRoot.querySelector('[role=status]').textContent !== '', undefined, {what: 'another size, or word of it'});
  }
  await asks(user, 'BRAC_ShowLVProperty', '');
  await user.evaluate(() => { document.querySelector('#parlor-camera-panel').shadowRoot.querySelector('footer button:last-child').click(); });
  assert.equal(await user.evaluate(() => document.querySelector('#parlor-camera-panel')), null);
}
