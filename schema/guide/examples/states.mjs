// SPDX-License-Identifier: Apache-2.0
room.on('userState', (user) => console.log(`${user.name}: camera ${user.camera}, microphone ${user.mic}`));
room.on('speaking', (levels) => { for (const [id, level] of levels) if (level > 50) console.log(`${id} is loud`); });
parlor.on('quality', (id, { up, down }) => console.log(`${id}: ${up} up, ${down} down`));
const { video, roundTrip_ms } = parlor.stats(-1);
console.log(`${video.bitrate} bit/s, ${video.loss} % lost, ${roundTrip_ms} ms`);
