// SPDX-License-Identifier: Apache-2.0
// Networks beside our own: a namespace that a process holds open, for browsers whose network is to change. Only inside
// in_namespace.sh, where we may make them.
import {execFileSync, spawn} from 'node:child_process';
import {readlinkSync} from 'node:fs';

const sh = (script) => execFileSync('sh', ['-ec', script], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});

/** In our own namespace. */
export const here = sh;

const netOf = (pid) => readlinkSync(`/proc/${pid}/ns/net`);

export class Netns {
  /** A namespace with loopback and one end (`c0`) of a link; the other end, `link`, stays here. */
  static async create(link, {here: ours, there}) {
    const ns = new Netns(spawn('unshare', ['-n', 'sleep', '3600'], {stdio: 'ignore'}));
    try {
      for (const until = Date.now() + 10000; netOf(ns.pid) === netOf('self');) {
        if (Date.now() > until) throw new Error('no namespace came');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      // No link-local addresses: they would come late, and Chromium ends every request under way when an address comes.
      sh(`ip link add ${link} type veth peer name c0 netns ${ns.pid}
        ip link set ${link} addrgenmode none
        ip addr add ${ours}/24 dev ${link}
        ip link set ${link} up`);
      ns.run(`ip link set lo up; ip link set c0 addrgenmode none; ip addr add ${there}/24 dev c0; ip link set c0 up
        ip route add default via ${ours}
        until ip -oneline link show c0 | grep -q 'state UP'; do :; done`);
    } catch (error) {
      ns.close();
      throw error;
    }
    return ns;
  }

  constructor(holder) {
    this.holder = holder;
    this.pid = holder.pid;
  }

  run(script) { return execFileSync('nsenter', [`--net=/proc/${this.pid}/ns/net`, 'sh', '-ec', script], {encoding: 'utf8'}); }

  close() { this.holder.kill('SIGKILL'); }
}
