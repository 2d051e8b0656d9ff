// SPDX-License-Identifier: Apache-2.0
// Servers to be compared, each a process of its own on one processor, bound to loopback, with its files in a folder that goes with it.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';

const READY_MS = 20000, END_MS = 10000;

/** A TCP port that is free now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function reaches(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

/** Starts it pinned to `cpu` and waits until it listens on `port`. */
async function start({name, url, port, cpu, dir, command, env = {}}) {
  const child = spawn('taskset', ['-c', String(cpu), ...command], {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
  let log = '', ended = false;
  const hear = (chunk) => { log = (log + chunk).slice(-20000); };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new Promise((resolve) => { child.on('close', resolve); child.on('error', resolve); }).then(() => { ended = true; });
  const server = {
    name, url, pid: child.pid,
    log: () => log,
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
      child.kill('SIGTERM');
      await end;
      clearTimeout(timer);
      rmSync(dir, {recursive: true, force: true});
    },
  };
  for (const limit = Date.now() + READY_MS; !ended && Date.now() < limit; await pause(20)) {
    if (await reaches(port)) return server;
  }
  await server.stop();
  throw new Error(`${name} does not listen:\n${log}`);
}

/** @param {{cpu: number, program: string}} options */
export async function startParlord({cpu, program}) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-bench-'));
  const port = await freePort();
  writeFileSync(join(dir, 'parlor.ini'), `[server]
listen = 127.0.0.1:${port}
max_links_per_ip = 0
drain_seconds = 1
workers = 1
[login]
logins_per_minute_per_ip = 100000
[rooms]
max_users = 10000
[media]
loudest = 0
silence = 0
`); // everything is forwarded, as the other does
  return start({name: 'parlord', url: `ws://127.0.0.1:${port}/parlor`, port, cpu, dir,
    command: [program, '--config', join(dir, 'parlor.ini'), '--data', dir, '--listen', `127.0.0.1:${port}`,
      '--media', '127.0.0.1:0', '--advertise', '127.0.0.1']});
}

const JANUS_FOLDERS = '/usr/lib/x86_64-linux-gnu/janus';

/**
 * @param {{cpu: number, preload: string, srtp?: string, eventLoops: number}} options  preload: takes the loopback flag away (loopback.c);
 *     srtp: another libsrtp2.so.1; eventLoops: 0 is a thread for each peer connection
 */
export async function startJanus({cpu, preload, srtp, eventLoops}) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-janus-'));
  const port = await freePort();
  for (const [folder, file] of [['plugins', 'libjanus_videoroom.so'], ['transports', 'libjanus_websockets.so'], ['events'], ['loggers']]) {
    mkdirSync(join(dir, folder));
    if (file) symlinkSync(join(JANUS_FOLDERS, folder, file), join(dir, folder, file));
  }
  writeFileSync(join(dir, 'janus.jcfg'), `general: {
  configs_folder = "${dir}"
  plugins_folder = "${dir}/plugins"
  transports_folder = "${dir}/transports"
  events_folder = "${dir}/events"
  loggers_folder = "${dir}/loggers"
  interface = "127.0.0.1"
  session_timeout = 0
  debug_level = 2
${eventLoops > 0 ? `  event_loops = ${eventLoops}\n` : ''}}
nat: {
  ice_lite = true
  ice_enforce_list = "127.0.0.1"
}
`);
  writeFileSync(join(dir, 'janus.transport.websockets.jcfg'), `general: {
  json = "compact"
  ws = true
  ws_ip = "127.0.0.1"
  ws_port = ${port}
  wss = false
}
`);
  writeFileSync(join(dir, 'janus.plugin.videoroom.jcfg'), 'general: {\n}\n');
  return start({name: 'janus', url: `ws://127.0.0.1:${port}/`, port, cpu, dir, command: ['janus', '-o', '-F', dir],
    env: {LD_PRELOAD: [preload, ...(srtp ? [srtp] : [])].join(':')}});
}
