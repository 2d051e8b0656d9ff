// SPDX-License-Identifier: Apache-2.0
parlor.on('deviceLost', ({ kind, name, replacement }) => console.log(`${kind} ${name} is gone; ${replacement ?? 'nothing'} serves now`));
await parlor.camera.open();                            // the browser asks the user
await parlor.microphone.open();
for (const { name } of parlor.camera.devices) console.log(`camera: ${name}`);
await parlor.setAudio({ mode: 'music', bitrate: 128000 });
parlor.speaker.volume = 0.5;
console.log(parlor.camera.state, parlor.microphone.settings.mode);
