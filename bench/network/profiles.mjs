// SPDX-License-Identifier: Apache-2.0
// The bad networks of `make bench-network`, and what is expected on each. Times in seconds from the first picture.
// From `from` to the end the picture must not stand still for more than 2 s; sound must never be cut.

const loss = (share, who = 'viewer') => ({
  name: `${share} loss, 30 ms, ${who}`, who, seconds: 40, plan: [{at: 0, both: `delay=15ms loss=${share}`}],
});
const jitter = (ms) => ({name: `jitter ${ms} ms`, who: 'viewer', seconds: 40, plan: [{at: 0, both: 'delay=15ms', down: `delay=15ms jitter=${ms}ms`}]});

export const profiles = [
  {name: 'no fault', who: 'viewer', seconds: 20, plan: []},
  loss('2%'),
  loss('10%'),
  {name: '10% loss in bursts of 4, viewer', who: 'viewer', seconds: 40, plan: [{at: 0, both: 'delay=15ms', down: 'loss=10% burst=4'}]},
  loss('2%', 'publisher'),
  loss('10%', 'publisher'),
  jitter(50),
  jitter(300),
  {
    name: '3 Mbit/s, 300 kbit/s, 3 Mbit/s', who: 'viewer', seconds: 75, layers: {down: 20, up: 45},
    plan: [{at: 0, both: 'delay=15ms', down: 'rate=3mbit queue=300ms'}, {at: 20, down: 'rate=300kbit'}, {at: 45, down: 'rate=3mbit'}],
  },
  {
    name: 'begins with 300 kbit/s, then 3 Mbit/s', who: 'viewer', seconds: 50, layers: {up: 20}, slow: true,
    plan: [{at: 0, both: 'delay=15ms', down: 'rate=300kbit queue=300ms'}, {at: 20, down: 'rate=3mbit'}],
  },
];

const SETTLED_MS = 10000;
const FROZEN_MS = 2000;

/** What came of a profile, as one row. */
export function judge(profile, recording) {
  const end = profile.seconds * 1000;
  const freezes = recording.freezes(SETTLED_MS, end);
  const longest = Math.max(0, ...freezes.map(({ms}) => ms));
  const row = {
    name: profile.name,
    longest, freezes: freezes.length,
    first: recording.frames[0] ? Math.round(recording.frames[0].at) : null,
    video: recording.kbit('video', SETTLED_MS, end),
    audio: recording.kbit('audio', SETTLED_MS, end),
    concealed: recording.concealed(SETTLED_MS, end),
    cut: recording.longestSilence(SETTLED_MS, end),
    sizes: recording.sizes(0, end),
    nacks: recording.gain('video', 'nacks', 0, end), keys: recording.gain('video', 'keys', 0, end),
    missed: [],
  };
  if (longest > FROZEN_MS) row.missed.push(`picture frozen for ${longest} ms`);
  if (row.cut > 500) row.missed.push(`sound cut for ${row.cut} ms`);
  if (profile.layers) judgeLayers(profile, recording, row);
  return row;
}

function judgeLayers({layers, seconds}, recording, row) {
  const widest = Math.max(...recording.frames.map(({width}) => width));
  const took = (fact, from, limit, what) => {
    const at = recording.whenFrames(fact, from * 1000);
    const ms = at === null ? null : Math.round(at - from * 1000);
    if (ms === null || ms > limit * 1000) row.missed.push(`${what} ${ms === null ? `not within ${seconds - from} s` : `after ${ms} ms`}`);
    return ms;
  };
  if (layers.down !== undefined) row.down = took(({width}) => width < widest, layers.down, 3, 'smaller layer');
  row.up = took(({width}) => width === widest, layers.up, 10, 'larger layer');
  row.widest = widest;
}

/** kbit/s of the picture in steps, as one line of text. */
export const rates = (recording, seconds, step = 5) => Array.from({length: Math.floor(seconds / step)},
  (_, i) => recording.kbit('video', 1000 * step * i, 1000 * step * (i + 1))).join(' ');
