// SPDX-License-Identifier: Apache-2.0
await parlor.camera.open();
const recording = parlor.record(-1, { fps: 15 });      // ourselves
recording.on('ended', (file, error) => console.log(file?.name ?? error?.texts().text));
const picture = await parlor.snapshot(-1);
console.log(picture.width, picture.height, picture.type);
const file = await recording.stop();
file.save();
