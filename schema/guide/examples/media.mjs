// SPDX-License-Identifier: Apache-2.0
/** @param {import('parlor-web').User} user */
function show(user) {
  const video = document.createElement('video');
  document.body.appendChild(video);
  parlor.watch(user.id);                               // picture and sound
  parlor.attach(user.id, video);
}
room.users.forEach(show);
room.on('userEntered', show);
parlor.prefer(null, { maxHeight: 360 });               // of nobody more than that
await parlor.setVideo({ width: 1280, height: 720, fps: 30 });
await parlor.camera.open();
