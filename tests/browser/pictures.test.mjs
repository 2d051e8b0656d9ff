// SPDX-License-Identifier: Apache-2.0
// Pictures in both browsers: cameras and screens as streams, their parameters, what is done to them on their way, and the elements that
// show them.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {join, sees, startServer} from './support.mjs';

let server;
before(async () => { server = await startServer(); });
after(async () => { await server?.stop(); });

let nextRoom = 700;
const enter = (browser, name, room, media = false) => join(browser, server, name, {page: 'pictures', room, media});
const states = (user, id) => user.evaluate((id) => named('CameraStateChange').filter(({args}) => args[0] === id).map(({args}) => args[1]), id);

/** The picture in this element moves. */
async function moves(user, element, what) {
  const first = await user.waitFor((element) => { const p = look(element); return p && p.time > 0 && p; }, element, {what: `${what}: a picture`, timeoutMs: 40000});
  await user.waitFor(({element, time}) => look(element).time > time + 0.2, {element, time: first.time}, {what: `${what}: a moving picture`, timeoutMs: 40000});
  return first;
}

conforms('a camera is opened, shown, moved, and closed again', ['BRAC_UserCameraControl', 'BRAC_GetCameraState', 'BRAC_SetVideoPos', 'OnAnyChatCameraStateChange',
  'OnAnyChatVideoSizeChange', 'BRAC_NativeCreateVideoPlugin'], async ({browser, check}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', room);
  const bob = await enter(browser, 'bob', room);
  await bob.waitFor((id) => BRAC_GetOnlineUser().includes(id), ann.id, {what: 'ann'});
  assert.deepEqual(await ann.evaluate(() => {
    const parent = document.getElementById('local');
    const out = [BRAC_GetCameraState(-1), BRAC_SetVideoPos(-1, parent, 'OWN'), document.getElementById('OWN').parentNode === parent];
    out.push(call('BRAC_UserCameraControl', -1, 1), named('CameraStateChange').filter(({args}) => args[1] === 2).length);
    return out;
  }), [1, 0, true, 0, 0]);
  await moves(ann, 'OWN', 'of herself');
  assert.deepEqual([(await states(ann, ann.id)).at(-1), await ann.evaluate(() => [BRAC_GetCameraState(-1), videoIn('OWN').muted])], [2, [2, true]]);
  await sees(bob, ann, {timeoutMs: 40000}); // bob's page has asked for everybody's
  assert.equal(await bob.evaluate((id) => BRAC_GetCameraState(id), ann.id), 2);
  await bob.waitFor((id) => named('VideoSizeChange').some(({args}) => args[0] === id && args[1] > 0 && args[2] > 0), ann.id, {what: 'VideoSizeChange'});

  // Emptied by the page, put into another parent, by the other name of the function: it shows again.
  await bob.evaluate((id) => {
    document.getElementById('remotes').innerHTML = '';
    const element = document.createElement('div');
    element.id = 'elsewhere';
    element.style.height = '200px';
    document.body.appendChild(element);
    BRAC_NativeCreateVideoPlugin(id, 'elsewhere', `VIDEO_${id}`, 0);
  }, ann.id);
  await sees(bob, ann, {timeoutMs: 40000});
  assert.equal(await bob.evaluate((id) => { BRAC_SetVideoPos(id, document.getElementById('second'), `VIDEO_${id}`); return document.getElementById(`VIDEO_${id}`).parentNode.id; }, ann.id), 'second');
  await sees(bob, ann, {timeoutMs: 40000});

  await check(['<video element>.SetSDKOptionString', '<video element>.SetSDKOptionInt', '<video element>.GetVersion', '<video element>.SetIPCGuid', '<video element>.SetUserId',
    '<video element>.SetStreamIndex'], async () => {
    const seen = await bob.evaluate((id) => {
      const element = document.getElementById(`VIDEO_${id}`);
      const out = {set: element.SetSDKOptionString(8, '<MESSAGE1><VALUE>a &lt;b&gt; c</VALUE><XPOS>-12</XPOS><YPOS>20</YPOS><FONTCOLOR>#FF0000</FONTCOLOR><FONTSIZE>30</FONTSIZE></MESSAGE1>')};
      const text = [...element.querySelectorAll('span')].find((span) => span.textContent === 'a <b> c');
      const box = text.getBoundingClientRect(), own = element.getBoundingClientRect();
      out.text = [Math.round(box.left - own.left), Math.round(box.top - own.top), getComputedStyle(text).color, getComputedStyle(text).fontSize, text.children.length];
      out.bad = element.SetSDKOptionString(8, '<MESSAGE1><VALUE>');
      out.kept = element.textContent;
      element.SetSDKOptionString(8, '<MESSAGE1></MESSAGE1>');
      out.cleared = element.textContent;
      element.SetSDKOptionInt(11, 3);
      out.fit = getComputedStyle(videoIn(element.id)).objectFit;
      out.version = element.GetVersion(0);
      element.SetIPCGuid(BRAC_GetIPCGuid());
      element.SetStreamIndex(3);
      out.other = videoIn(element.id).srcObject;
      element.SetStreamIndex(0);
      element.SetUserId(0);
      out.nobody = videoIn(element.id).srcObject;
      element.SetUserId(id);
      out.again = videoIn(element.id).srcObject !== null;
      return out;
    }, ann.id);
    assert.deepEqual(seen, {set: 0, text: [-12, 20, 'rgb(255, 0, 0)', '30px', 0], bad: 21, kept: 'a <b> c', cleared: '', fit: 'fill', version: seen.version, other: null, nobody: null, again: true});
    assert.match(seen.version, /^\d/);
  });

  // BRAC_UserInfoControl 8: how a user is shown here.
  const shape = () => bob.evaluate((id) => { const {width, height} = videoIn(`VIDEO_${id}`).getBoundingClientRect(); return [Math.round(width), Math.round(height)]; }, ann.id);
  const before = await shape();
  assert.equal(await bob.evaluate((id) => BRAC_UserInfoControl(id, BRAC_USERINFO_CTRLCODE_ROTATION, BRAC_ROTATION_FLAGS_ROTATION90, 0, ''), ann.id), 0);
  assert.deepEqual(await shape(), before, 'turned, it fills the element as before');
  assert.match(await bob.evaluate((id) => getComputedStyle(videoIn(`VIDEO_${id}`)).transform, ann.id), /^matrix\(0, 1, -1, 0/);

  assert.equal(await ann.evaluate(() => call('BRAC_UserCameraControl', -1, 0)), 0);
  await bob.waitFor((id) => BRAC_GetCameraState(id) === 1 && videoIn(`VIDEO_${id}`).srcObject === null, ann.id, {what: 'the closed camera'});
  for (const user of [bob, ann]) assert.deepEqual((await states(user, ann.id)).slice(-2), [2, 1]);
  for (const user of [ann, bob]) await user.close();
});

conforms('two cameras of one user, each with its own parameters, changed while they are open', ['BRAC_UserCameraControlEx', 'BRAC_SetVideoPosEx', 'BRAC_SetUserStreamInfo'],
  async ({browser, check}) => {
    const room = nextRoom++;
    const ann = await enter(browser, 'ann', room);
    const bob = await enter(browser, 'bob', room);
    // The browsers of the tests have one camera: it serves both streams, as different as their parameters.
    assert.deepEqual(await ann.evaluate(() => {
      const [name] = BRAC_EnumDevices(BRAC_DEVICE_VIDEOCAPTURE);
      for (const [option, value] of [[BRAC_SO_LOCALVIDEO_WIDTHCTRL, 320], [BRAC_SO_LOCALVIDEO_HEIGHTCTRL, 240], [BRAC_SO_LOCALVIDEO_FPSCTRL, 15]]) BRAC_SetSDKOption(option, value);
      BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_APPLYPARAM, 1);
      const set = [BRAC_SetUserStreamInfo(-1, 1, BRAC_STREAMINFO_VIDEODEVICENAME, name), BRAC_SetUserStreamInfo(-1, 1, BRAC_SO_LOCALVIDEO_WIDTHCTRL, 640),
        BRAC_SetUserStreamInfo(-1, 1, BRAC_SO_LOCALVIDEO_HEIGHTCTRL, 480)];
      BRAC_SetVideoPosEx(-1, document.getElementById('local'), 'OWN0', 0);
      BRAC_SetVideoPosEx(-1, document.getElementById('second'), 'OWN1', 1);
      return [...set, BRAC_UserCameraControlEx(-1, 1, 1, 0, '')];
    }), [0, 0, 0, 0]);
    const second = await moves(ann, 'OWN1', 'stream 1'); // first: a camera that is open is not made larger for another stream
    assert.equal(await ann.evaluate(() => BRAC_UserCameraControlEx(-1, 1, 0, 0, '')), 0);
    const first = await moves(ann, 'OWN0', 'stream 0');
    if (browser.name === 'Chromium') assert.deepEqual([first.width, second.width], [320, 640]); // Firefox's make-believe camera has one size
    await bob.evaluate((id) => {
      for (const index of [0, 1]) {
        const box = document.createElement('div');
        box.className = 'box';
        document.getElementById('remotes').appendChild(box);
        BRAC_UserCameraControlEx(id, 1, index, 0, '');
        BRAC_SetVideoPosEx(id, box, `STREAM${index}`, index);
      }
    }, ann.id);
    for (const index of [0, 1]) await moves(bob, `STREAM${index}`, `stream ${index} at bob`);

    await check(['BRAC_GetUserStreamInfoInt', 'BRAC_GetUserStreamInfoString', 'BRAC_GetUserStreamInfo'], async () => {
      await ann.waitFor(() => BRAC_GetUserStreamInfoInt(-1, 1, BRAC_STREAMINFO_VIDEOBITRATE) > 0 && BRAC_GetUserStreamInfo(-1, 0, BRAC_STREAMINFO_VIDEOFPS) > 0, undefined, {what: 'rates of both streams'});
      await bob.waitFor((id) => BRAC_GetUserStreamInfoInt(id, 1, BRAC_STREAMINFO_VIDEOBITRATE) > 0 && BRAC_GetUserStreamInfoInt(id, 1, BRAC_STREAMINFO_VIDEOWIDTH) > 0, ann.id, {what: 'rates at bob'});
      assert.deepEqual(await ann.evaluate(() => [BRAC_GetUserStreamInfoInt(-1, 1, BRAC_SO_LOCALVIDEO_WIDTHCTRL), BRAC_GetUserStreamInfoInt(-1, 0, BRAC_SO_LOCALVIDEO_WIDTHCTRL), BRAC_GetSDKOptionInt(BRAC_SO_LOCALVIDEO_FPSCTRL)]), [640, 320, 15]);
      const [name, again, listed] = await ann.evaluate(() => [BRAC_GetUserStreamInfoString(-1, 1, BRAC_STREAMINFO_VIDEODEVICENAME), BRAC_GetUserStreamInfo(-1, 1, BRAC_STREAMINFO_VIDEODEVICENAME), BRAC_EnumDevices(1)[0]]);
      assert.ok(name !== '' && name === again);
      if (browser.name === 'Chromium') assert.equal(name, listed); // Firefox lists its make-believe camera without a name
      assert.equal(await ann.evaluate(() => BRAC_GetUserStreamInfoInt(4711, 0, BRAC_STREAMINFO_VIDEOBITRATE)), 0);
    });

    // Live: neither camera is opened again.
    const opened = await ann.evaluate(() => window.opened);
    await ann.evaluate(() => {
      for (const [option, value] of [[BRAC_SO_LOCALVIDEO_WIDTHCTRL, 160], [BRAC_SO_LOCALVIDEO_HEIGHTCTRL, 120], [BRAC_SO_LOCALVIDEO_BITRATECTRL, 90000], [BRAC_SO_LOCALVIDEO_FPSCTRL, 10]])
        BRAC_SetUserStreamInfo(-1, 1, option, value);
      BRAC_SetUserStreamInfo(-1, 1, BRAC_SO_LOCALVIDEO_APPLYPARAM, 1);
    });
    await ann.waitFor(() => sent().some(({maxBitrate, maxFramerate}) => maxBitrate === 90000 && maxFramerate === 10) && sent().some(({maxFramerate}) => maxFramerate === 15), undefined, {what: 'the new limits'});
    if (browser.name === 'Chromium') await bob.waitFor(() => look('STREAM1').width === 160, undefined, {what: 'the new size', timeoutMs: 40000});
    assert.equal(await ann.evaluate(() => window.opened), opened);

    // One camera closes: the other goes on, and so does the state.
    await ann.evaluate(() => BRAC_UserCameraControlEx(-1, 0, 0, 0, ''));
    await bob.waitFor(() => videoIn('STREAM0').srcObject === null, undefined, {what: 'the end of stream 0'});
    await moves(bob, 'STREAM1', 'stream 1 alone');
    assert.deepEqual([await bob.evaluate((id) => BRAC_GetCameraState(id), ann.id), (await states(bob, ann.id)).filter((state) => state === 2).length], [2, 1]);
    await ann.evaluate(() => BRAC_UserCameraControlEx(-1, 0, 1, 0, ''));
    await bob.waitFor((id) => BRAC_GetCameraState(id) === 1, ann.id, {what: 'no camera open'});
    for (const user of [ann, bob]) await user.close();
  });

conforms('what is done to a picture is seen by the others: turned, with the time, before another background; and the screen as a camera', [], async ({browser}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', room);
  const bob = await enter(browser, 'bob', room);
  await ann.evaluate(() => {
    BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_WIDTHCTRL, 320);
    BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_HEIGHTCTRL, 240);
    BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_APPLYPARAM, 1);
    BRAC_SetVideoPos(-1, document.getElementById('local'), 'OWN');
    BRAC_UserCameraControl(-1, 1);
  });
  await bob.waitFor((id) => document.getElementById(`VIDEO_${id}`) !== null, ann.id, {what: 'the element'});
  const shown = `VIDEO_${ann.id}`;
  await moves(bob, shown, 'the plain picture');
  const corner = {x: 0.02, y: 0.02, width: 0.4, height: 0.06};
  const plain = await ann.evaluate((corner) => look('OWN', corner), corner);
  await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_OVERLAYTIMESTAMP, 1));
  for (const [user, element] of [[ann, 'OWN'], [bob, shown]])
    await user.waitFor(({element, corner, plain}) => { const p = look(element, corner); return p && p.white + p.black > plain.white + plain.black + 0.1; }, {element, corner, plain}, {what: 'the time in the picture', timeoutMs: 40000});
  await ann.evaluate(() => BRAC_SetSDKOption(101, 90));
  await bob.waitFor((element) => { const p = look(element); return p && p.height > p.width; }, shown, {what: 'the turned picture', timeoutMs: 40000});
  await bob.waitFor((id) => named('VideoSizeChange').some(({args}) => args[0] === id && args[2] > args[1]), ann.id, {what: 'its size'});
  await ann.evaluate(() => { BRAC_SetSDKOption(101, 0); BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_OVERLAYTIMESTAMP, 0); });
  await bob.waitFor((element) => { const p = look(element); return p && p.width > p.height; }, shown, {what: 'the plain picture', timeoutMs: 40000});

  // Nobody sits before a make-believe camera: all of it is background.
  const canSegment = await ann.evaluate(() => Boolean(document.createElement('canvas').getContext('webgl2')));
  await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_VIRTUALBK, '{"kind":"color","color":"#ff0000"}'));
  if (canSegment) await ann.waitFor(() => look('OWN').red > 0.6, undefined, {what: 'another background', timeoutMs: 90000});
  await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_LOCALVIDEO_VIRTUALBK, ''));
  await ann.waitFor(() => look('OWN').red < 0.3, undefined, {what: 'the room as it is', timeoutMs: 40000});

  // A second picture in the corner of the first.
  await bob.evaluate((id) => {
    BRAC_UserCameraControl(-1, 1);
    BRAC_SetSDKOption(BRAC_SO_VIDEOSHOW_SETPRIMARYUSER, id);
    BRAC_SetSDKOption(BRAC_SO_VIDEOSHOW_SETOVERLAYUSER, -1);
    BRAC_SetSDKOption(BRAC_SO_VIDEOSHOW_MODECTRL, 1);
  }, ann.id);
  await bob.waitFor((element) => videoIn(element, 1)?.videoWidth > 0, shown, {what: 'two pictures in one element'});

  // The screen: in the list when it is wanted, asked for when it is opened.
  const index = await ann.evaluate(() => {
    const cameras = BRAC_EnumDevices(1).length;
    BRAC_SetSDKOption(BRAC_SO_CORESDK_SCREENCAMERACTRL, 1);
    onClick = () => BRAC_UserCameraControlEx(-1, 1, cameras, 0, '');
    return BRAC_EnumDevices(1).length === cameras + 1 ? cameras : -1;
  });
  assert.ok(index > 0, 'one more camera');
  await ann.page.click('#button');
  const shared = await ann.waitFor((index) => AnyChatParlor._face.client.local.cameras.isScreen(index) ? 'open'
    : AnyChatParlor._face.client.local.wanted('camera', index) ? '' : 'refused', index, {what: 'the screen, or that there is none'});
  if (browser.name === 'Chromium') assert.equal(shared, 'open');
  if (shared === 'open') {
    await bob.evaluate(({id, index}) => { BRAC_UserCameraControlEx(id, 1, index, 0, ''); BRAC_SetVideoPosEx(id, document.getElementById('second'), 'SCREEN', index); }, {id: ann.id, index});
    await bob.waitFor(() => look('SCREEN')?.width > 0, undefined, {what: 'the screen of ann', timeoutMs: 40000});
    await ann.evaluate((index) => { const track = AnyChatParlor._face.client.local.track('camera', index); track.stop(); track.onended(); }, index); // as the browser's button does
    await bob.waitFor(() => videoIn('SCREEN').srcObject === null, undefined, {what: 'the end of the sharing'});
    assert.equal(await bob.evaluate((id) => BRAC_GetCameraState(id), ann.id), 2, 'the camera is still open');
  }
  for (const user of [ann, bob]) await user.close();
});
