// SPDX-License-Identifier: Apache-2.0
// Compiled, never run: the declarations let a page be written as the manual says.
import { Parlor, ParlorError, describeError, testCall, version, type ConnectionState, type MediaState, type Room, type User } from 'parlor-web';

export async function page(element: HTMLVideoElement): Promise<Room> {
  const parlor = new Parlor({ url: 'wss://h/parlor', autoReconnect: true, video: { width: 1280 }, audio: { autoGainControl: false } });
  const off = parlor.on('state', (state: ConnectionState) => console.log(state, version));
  parlor.on('lost', (error, { again }) => console.log(error.code, again));
  parlor.on('error', (error) => console.log(error.texts('zh-CN').cure, error.reason === 'permission'));
  await parlor.connect();
  const me: User = await parlor.login('ann');
  await parlor.login('ann', 'secret', { app: 'fbe957d1' });
  await parlor.loginSigned({ app: 'fbe957d1', stringId: 'ann', stamp: 1700000000, signature: 'ed25519:...' });
  await parlor.loginSigned(async () => (await fetch('/sign')).json());
  await parlor.loginToken('eyJ...', { name: 'Ann' });
  await parlor.loginToken(async () => (await fetch('/token')).text());
  const room = await parlor.enter(1, { password: 'x' });
  await parlor.enter('lobby').catch((error: ParlorError) => describeError(error.code).cause);
  room.on('userEntered', (user) => parlor.watch(user.id, { video: true, audio: true, stream: 0 }));
  room.on('userLeft', (user, code) => console.log(user.name, code));
  room.on('speaking', (levels) => console.log(levels.get(me.id)));
  room.on('speakers', (ids) => console.log(ids[0] === room.speakers[0]));
  room.on('ended', (error) => console.log(error?.code));
  await parlor.camera.open({ stream: 1 });
  parlor.microphone.volume = 0.5;
  await parlor.speaker.select(parlor.speaker.devices[0]!.name);
  if (!parlor.speaker.canSelect) await parlor.speaker.select(null);
  const heard = await parlor.setAudio({ mode: 'music', stereo: null, denoise: false, bitrate: 128000 });
  if (heard && heard.echoCancellation !== false) console.log(parlor.microphone.settings.mode, parlor.microphone.permission === 'granted');
  parlor.on('deviceLost', ({ kind, name, replacement }) => console.log(kind, name, replacement ?? 'closed'));
  parlor.on('deviceFound', (kind, name) => console.log(kind === 'speaker', name));
  for (const { name, kind, max } of parlor.camera.adjustments({ stream: 0 })) if (kind === 'range' && max) await parlor.camera.adjust(name, max);
  parlor.camera.showPanel({ title: 'x' });
  // @ts-expect-error there is no such mode
  await parlor.setAudio({ mode: 'loud' });
  await parlor.setVideo({ width: 320, fps: 10, preset: 5, focus: 'auto' }, { stream: 1 });
  console.log(parlor.video(1).bitrate, parlor.video().gop);
  await parlor.setEffects({ timestamp: true, rotate: 90, background: { kind: 'blur', strength: 20 } });
  await parlor.setEffects({ background: null }, { stream: 1 });
  // @ts-expect-error quarters of a turn only
  await parlor.setEffects({ rotate: 45 });
  parlor.screen.on('ended', () => console.log(parlor.screen.state === 'closed', parlor.effects().mirror));
  await parlor.screen.open({ fps: 10, cursor: false, surface: 'window' });
  for (const { stream, screen } of room.pictures(me.id)) console.log(stream, screen);
  parlor.screen.close();
  const detach = parlor.attach(-1, element, { mirror: true });
  parlor.setAway(true);
  parlor.prefer(null, 'auto');
  parlor.prefer(me.id, { maxHeight: 360, always: true }, { stream: 1 });
  parlor.prefer(me.id, null);
  // @ts-expect-error there is no such quality
  parlor.prefer(me.id, 'best');
  await parlor.sendBuffer('x', { to: 8 });
  await parlor.sendBuffer([1, 2, 3]);
  await parlor.sendBuffer(new ArrayBuffer(100000), { to: 8, w: 1, onProgress: (share: number) => console.log(share), signal: new AbortController().signal });
  parlor.on('buffer', ({ from, data }) => console.log(from, typeof data === 'string' ? data : data.byteLength));
  await parlor.sendToServer(new Uint8Array(3), { channel: 'business' });
  parlor.on('serverData', ({ channel, data }) => console.log(channel === 'filter', data.length));
  const found: string = await parlor.query(1, 'ann');
  parlor.privateChat.on('requested', (id) => parlor.privateChat.accept(id).catch(() => parlor.privateChat.leave(id)));
  parlor.privateChat.on('ended', (id, error) => console.log(id, error?.code, found));
  await parlor.privateChat.request(8);
  parlor.privateChat.mode = parlor.privateChat.modeOf(8);
  for (const { name, kind, max } of parlor.camera.adjustments({ stream: 0 })) if (kind === 'range' && max) await parlor.camera.adjust(name, max);
  parlor.camera.showPanel({ title: 'x' });
  // @ts-expect-error there is no such mode
  parlor.privateChat.mode = 'secret';
  parlor.on('call', (call) => { if (call.text === 'spam') call.end(); else call.accept({ text: 'hi' }).then((number) => parlor.enter(number)).catch(() => {}); });
  const call = parlor.call(8, { text: 'hi', param: 3 });
  call.on('ringing', () => console.log(call.state === 'ringing', call.user));
  call.on('ended', (error) => console.log(error?.code, parlor.currentCall?.outgoing));
  await parlor.enter(await call.started);
  call.end({ code: 5 });
  // @ts-expect-error a call has one user
  parlor.call([8, 9]);
  parlor.friends.on('changed', () => console.log(parlor.friends.groups[0]?.members.length, parlor.friends.list.filter(({ online }) => online)));
  parlor.friends.on('online', (id) => console.log(parlor.friends.info(id, 1), parlor.friends.isOnline(id)));
  await parlor.friends.control(me.id, 100, { w: 1, text: 'x' });
  await parlor.counter.register({ role: 'agent', automatic: true, attribute: -1 });
  const [office] = await parlor.counter.areas();
  const area = await parlor.counter.enter(office?.id ?? 1);
  parlor.counter.on('place', ({ before, queue, waited_s }) => console.log(before, queue.length, waited_s, area.waiting));
  parlor.counter.on('place', ({ agents, estimate_s }) => console.log(agents.working, estimate_s === null ? '?' : `${estimate_s} s`));
  parlor.counter.on('served', ({ client }) => parlor.call(client));
  const place = await parlor.counter.join(parlor.counter.queues[0]?.id ?? 1);
  console.log(place?.before, parlor.counter.agents.map(({ status, client, queues }) => `${status} ${client} ${queues?.length}`));
  console.log(parlor.counter.queues.map(({ name, first }) => `${name}: ${first?.missing.map(({ skill, level }) => `${skill}:${level}`).join()}`));
  for (const { name, first } of parlor.counter.queues) console.log(name, first?.rings, first?.you?.bar, first?.you?.lacks.map(({ skill, level }) => skill + level));
  if (place?.mayCallBack) await parlor.counter.callBack();
  if (place?.callBack) await parlor.counter.callBack(false);
  parlor.counter.on('offered', ({ client, queue }) => console.log(client, queue));
  parlor.counter.on('offerEnded', ({ client }) => console.log(client, parlor.counter.offers.map((offer) => offer.client)));
  await parlor.counter.setStatus('waiting');
  await parlor.counter.next();
  await parlor.counter.finish();
  await parlor.counter.rate(7, 5, 'thanks');
  await parlor.counter.join(1, { intake: { card: 'gold' } });
  parlor.counter.on('service', ({ client, agent, room, held, role, parties, intake, notes }) => {
    console.log(client, agent, room ?? 0, held, role, parties.map(({ user, asked }) => `${user} ${asked}`), intake['card'], notes[0]?.text);
  });
  parlor.counter.on('serviceOver', (client, error) => console.log(client, error?.code));
  parlor.counter.on('asked', async (request) => { if (request.role === 'guest') await parlor.enter(await request.accept()); else request.refuse(); });
  parlor.counter.on('withdrawn', (request, error) => console.log(request.user, error.code));
  await parlor.counter.hold();
  await parlor.counter.hold(false, parlor.counter.service?.client);
  await parlor.counter.consult(8, { text: 'please help' });
  await parlor.counter.invite(9);
  await parlor.counter.transfer({ agent: 8 });
  await parlor.counter.transfer({ queue: 102 }, { text: 'wants a loan' });
  await parlor.counter.drop(9);
  await parlor.counter.note('will come back');
  await parlor.counter.depart();
  await parlor.counter.setIntake({ name: 'Ann' });
  await parlor.enter(await parlor.counter.listen(5));
  await parlor.counter.whisper(5);
  await parlor.counter.barge(5);
  await parlor.counter.takeOver(5);
  console.log(parlor.counter.services.length, parlor.counter.requests.length);
  if (parlor.serverRecording.available) {
    const atServer = await parlor.serverRecording.start(me.id, { others: 'abreast', type: 'webm', layout: 'grid', name: 'meeting', md5: true });
    await atServer.change({ layout: 'presenter', image: { image: 'card.png', x: 0.7, y: 0.7, w: 0.25 } });
    await atServer.change({ image: null });
    await atServer.tag('here');
    const { url, seconds, md5 } = await atServer.stop();
    console.log(url, seconds, md5, parlor.serverRecording.isRecorded(), (await parlor.serverRecording.snapshot()).snapshot);
  }
  const { recordings: kept, next: older, mayDelete } = await parlor.recordings.find({ text: 'loan', from: new Date(), room: 5, limit: 50 });
  for (const { id, at, name, seconds, board } of kept) console.log(id, at.getTime(), name, seconds, board?.pictures, older);
  const { recording: one, timeLine } = await parlor.recordings.show(kept[0]?.id ?? 1);
  console.log(timeLine.filter(({ kind }) => kind === 'tag').map(({ seconds: moment, text: mark }) => [moment, mark]));
  console.log((await parlor.recordings.link(one.id, { minutes: 5 })).expires, (await parlor.recordings.verify(one.id)).ok);
  if (mayDelete) await parlor.recordings.delete(one.id, { why: 'asked for by the client' });
  // @ts-expect-error a wish has no such member
  void parlor.recordings.find({ name: 'ann' });
  parlor.serverRecording.on('changed', ({ userId, state, by }) => console.log(userId, state, by));
  parlor.serverRecording.on('consent', ({ id }) => parlor.serverRecording.consent(id, true));
  const recording = parlor.record(me.id, { others: 'abreast', otherSounds: 'stereo', container: 'webm', md5: true });
  recording.on('piece', (piece) => console.log(piece.size, recording.state === 'recording'));
  recording.on('uploaded', (made, error) => console.log(made?.url, error?.code, recording.upload?.there));
  void parlor.record(-1, { upload: { type: 'mp3' } });
  const { path, duration_ms, save } = await recording.stop();
  console.log(path, duration_ms, save);
  (await parlor.snapshot(-1, { type: 'image/png', others: true })).save('me.png');
  // @ts-expect-error there is no such container
  parlor.record(-1, { container: 'wmv' });
  parlor.files.on('incoming', (transfer) => { if (transfer.size > 1e9) transfer.cancel(); });
  parlor.files.on('received', ({ name, url, release }) => { console.log(name, url); release(); });
  const sending = parlor.files.send('server', new Blob(['x']), { name: 'x.txt', signal: new AbortController().signal });
  sending.on('progress', ({ progress, bitrate, state }) => console.log(progress, bitrate, state === 'running'));
  await sending.done;
  const fetched = await parlor.files.download(sending.fileId).done;
  console.log(fetched?.blob.size);
  parlor.on('trace', ({ source, sent, received }) => console.log(source === me.id, 1 - received / sent));
  parlor.startTrace({ bitrate: 128000 });
  console.log(parlor.trace.delay_ms);
  parlor.stopTrace();
  parlor.setDirect('page');
  parlor.setDelay(null);
  parlor.speaker.muted = true;
  room.on('direct', (id, way) => console.log(id, way === 'udp'));
  room.connectDirectly(me.id, room.direct(me.id) === 'none');
  const state: MediaState = room.media(me.id, 'video');
  await room.say(state, { to: -1, secret: false });
  console.log(parlor.stats(-1).video.bitrate, parlor.level(-1));
  // @ts-expect-error there is no such event
  parlor.on('nothing', () => {});
  // @ts-expect-error a room is a number or a name
  await parlor.enter({});
  detach();
  off();
  parlor.leave({ keepDevices: true });
  parlor.logout();
  parlor.close();
  return room;
}

export async function check(stop: AbortSignal): Promise<string> {
  const result = await testCall({ steps: ['camera', 'path'], signal: stop, confirmSound: async () => 'again', onStep: ({ live, texts }, all) => console.log(live.level, texts('zh').cure, all.length) });
  // @ts-expect-error there is no such step
  await testCall({ steps: ['weather'] });
  return result.verdict === 'good' ? String(result.step('path')?.figures.protocol) : result.report();
}
