// SPDX-License-Identifier: Apache-2.0
// One run of parlor-load against one server, and what it tells.
import {spawn} from 'node:child_process';

/**
 * What is compared. Video is 7 packets of 1200 bytes RTP a frame, and 41 each third second; audio alone for the last two.
 * Who joins does so 16 at once.
 */
export const shapes = {
  '1 to 50': {publishers: 1, subscribers: 50},
  '1 to 100': {publishers: 1, subscribers: 100},
  '1 to 200': {publishers: 1, subscribers: 200},
  '1 to 400': {publishers: 1, subscribers: 400},
  '8 x 8': {publishers: 8, subscribers: 0, mesh: true},
  '16 x 16': {publishers: 16, subscribers: 0, mesh: true},
  'audio 1 to 100': {publishers: 1, subscribers: 100, audio: true, video: 'off'}, // joining without waiting for a key frame
  'audio 3 to 200': {publishers: 3, subscribers: 200, audio: true, video: 'off'},
};

/** Arguments of parlor-load. */
export function argumentsOf(shape, seconds) {
  return ['--publishers', shape.publishers, '--subscribers', shape.subscribers, ...(shape.mesh ? ['--mesh'] : []),
    '--video', shape.video ?? '7x1180', '--audio', shape.audio ? 'on' : 'off', '--joining', 16, '--join-rate', 10000, '--warm-up', 5, '--seconds', seconds,
    ...(shape.feedback === false ? ['--feedback', 'no'] : [])].map(String);
}

/** @param {{program: string, cpu: number, server: {name: string, url: string, pid: number}, shape: object, seconds: number}} run */
export function load({program, cpu, server, shape, seconds}) {
  return new Promise((resolve, reject) => {
    const child = spawn('taskset', ['-c', String(cpu), program, '--quiet', '--json', '-', '--backend', server.name, '--server', server.url,
      '--server-pid', String(server.pid), ...argumentsOf(shape, seconds)], {stdio: ['ignore', 'pipe', 'pipe']});
    const timer = setTimeout(() => child.kill('SIGKILL'), (seconds + 120) * 1000);
    let output = '', errors = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.stderr.on('data', (chunk) => { errors += chunk; });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      if (output) resolve(figuresOf(JSON.parse(output)));
      else reject(new Error(`parlor-load gave no result: ${errors}`));
    });
  });
}

/** What the tables have; times in ms, memory in KiB. */
function figuresOf({joins, media, delay_us: delay, server, load: own, measured_us: measured, srtp}) {
  return {
    joined: joins.joined, wanted: joins.wanted, failures: joins.failures, srtp,
    cpuPerPacket: server.cpu_us_per_packet, serverShare: server.cpu_us / measured,
    packetsPerSecond: media.received / (measured / 1e6),
    loss: media.due > 0 ? Math.max(0, 1 - media.received / media.due) : 1,
    p50: delay.p50 / 1000, p99: delay.p99 / 1000,
    rssPerSubscriber: server.rss_kib_per_subscriber,
    joinsPerSecond: joins.per_second, joinP50: joins.answer_to_media_us.p50 / 1000, joinP99: joins.answer_to_media_us.p99 / 1000,
    othersShare: own.others_cpu_us / measured, ownShare: own.cpu_us / measured, drops: own.socket_drops,
  };
}
