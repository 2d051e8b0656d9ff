// SPDX-License-Identifier: Apache-2.0
// What may happen, as data: an action is [name, ...numbers and texts], so that a run can be written down, repeated and shortened.

import { functions } from '../../src/generated/functions.mjs';
import { PUPPETS } from './model_server.mjs';

const GARBAGE = ['undefined', 'null', 'NaN', '""', '"abc"', '-1', '0', '1', '"1"', '1e20', '{}', '[]', 'true', 'function () {}', '"<b>"', '-2147483648', '"12abc"', 'Symbol()', 'Object.create(null)'];

/** What sensible pages give, as source text; by the name of the parameter in the manual. */
const SENSIBLE = {
  lpServerAddr: ['"h"', '""'], dwPort: ['8906', '"8906"'], lpUserName: ['"ann"', '"bob"', '"busy"', '"bad"', '"ann"'], lpPassword: ['""', '"pw"', '"pw"'],
  dwRoomid: ['1', '"1"', '2', '-1'], lpRoomPass: ['""', '""', '"wrong"'], lpRoomName: ['"lobby"'], bOpen: ['1', '1', '0', '"1"'], bSecret: ['0', '1'],
  lpMsgBuf: ['"hello"', '"<b>\\u4f60\\u597d</b>"'], lpBuf: ['"bytes"', 'new Uint8Array(3)'],
  parentobj: ['document.body', '"left"', '"right"', 'document.getElementById("left")'], id: ['"A"', '"B"', '"left"'], streamindex: ['0', '1'], dwStreamIndex: ['0', '1'],
  dwDeviceType: ['1', '2', '3'], device: ['1', '2'], dwVolume: ['0', '55', '"100"'], optname: ['30', '33', '35', '38', '39', '40', '41', '47', '92', '131', '200', '11006'],
  value: ['0', '1', '"1"', '640', '"x.jpg"'], infoname: ['1', '2', '3', '5', '7', '9', '10', '13', '16', '17', '180', '183'], type: ['0', '1', '2', '22'],
  dwFlags: ['0'], dwParam: ['0'], apilevel: ['"0"'],
};
const USERS = ['-1', '-1', '0', ...PUPPETS.map(String), `"${PUPPETS[0]}"`, '1', '-3'];

function argument(dice, parameter) {
  if (dice.chance(12)) return dice.pick(GARBAGE);
  if (/user.?id$/i.test(parameter)) return dice.pick(USERS);
  return dice.pick(SENSIBLE[parameter] ?? ['0', '1', '"text"']);
}

/** @param {import('./dice.mjs').Dice} dice @param {string} name @returns {any[]} */
function call(dice, name) {
  const parameters = functions[name] ? functions[name].split(', ') : [];
  return ['call', name, ...parameters.map((parameter) => argument(dice, parameter))];
}

const ends = ['BRAC_Release', 'BRAC_Logout', 'BRAC_InitSDK'];
const everything = Object.keys(functions).filter((name) => name.startsWith('BRAC_') && !ends.includes(name));
const HOOKS = ['Connect', 'LoginSystem', 'EnterRoom', 'RoomOnlineUser', 'UserAtRoom', 'LinkClose', 'CameraStateChange', 'MicStateChange', 'TextMessage'];

/** As pages do it: connect, sign in, enter, in one go. */
const arrive = (dice) => ['arrive', dice.pick(['ann', 'ann', 'bob', 'busy', 'bad']), dice.pick(['', 'pw']), dice.pick([1, 1, 2])];

/** @type {[number, (dice: import('./dice.mjs').Dice) => any[]][]} */
const table = [
  [16, (dice) => call(dice, dice.pick(everything))],
  [5, arrive],
  [3, (dice) => call(dice, dice.pick(['BRAC_Login', 'BRAC_EnterRoom', 'BRAC_EnterRoomEx', 'BRAC_LeaveRoom', 'BRAC_Connect']))],
  [6, (dice) => call(dice, dice.pick(['BRAC_UserCameraControl', 'BRAC_UserSpeakControl', 'BRAC_SetVideoPos', 'BRAC_UserCameraControlEx']))],
  [1, (dice) => call(dice, dice.pick(ends))],
  [4, (dice) => ['hook', dice.pick(HOOKS), ...(dice.chance(3) ? ['throw'] : call(dice, dice.chance(3) ? dice.pick(everything) : dice.pick(['BRAC_LeaveRoom', 'BRAC_EnterRoom', 'BRAC_Logout', 'BRAC_Login', 'BRAC_Connect', 'BRAC_Release', 'BRAC_UserCameraControl', 'BRAC_SetVideoPos'])))]],
  [14, (dice) => ['pass', dice.pick([0, 10, 60, 300, 1000, 3000, 12000, 40000, 70000])]],
  [6, (dice) => ['carry', 1 + dice.below(4)]],
  [5, (dice) => ['puppet moves', dice.pick(PUPPETS), dice.pick([0, 1, 1, 2])]],
  [5, (dice) => ['puppet turns', dice.pick(PUPPETS), dice.below(3), dice.below(2)]],
  [2, (dice) => ['puppet says', dice.pick(PUPPETS), dice.pick(['hi', '<i>', ''])]],
  [4, () => ['cut']], [3, () => ['cut quietly']],
  [2, (dice) => ['reachable', dice.below(2)]],
  [1, (dice) => ['hello refused', dice.pick([0, 0, 102, 110, 113])]],
  [2, (dice) => ['closing', dice.pick([209, 211, 212, 23])]],
  [1, () => ['crash']],
  [1, (dice) => ['busy', dice.below(2)]],
  [2, (dice) => ['page', dice.pick(['hidden', 'shown', 'frozen', 'thawed', 'offline'])]],
  [1, (dice) => ['aside', dice.pick([0, 5000, 100000])]],
  [1, () => ['network']], [1, (dice) => ['sleep', dice.pick([10000, 3600000])]],
  [3, (dice) => ['peer', dice.below(4), dice.pick(['connected', 'connected', 'disconnected', 'failed', 'closed'])]],
  [2, (dice) => ['media failed', dice.pick(['pub', 'sub'])]],
  [1, (dice) => ['devices', dice.pick(['refused', 'allowed', 'unplugged', 'changed'])]],
  [1, (dice) => ['direct', dice.pick(PUPPETS), dice.pick(['p2p_start', 'p2p_stop', 'p2p_signalled'])]],
  [2, (dice) => ['dom', dice.pick(['empty left', 'remove A', 'put back', 'empty body'])]],
];

/** @param {import('./dice.mjs').Dice} dice @param {number} count @returns {any[][]} */
export function draw(dice, count) {
  const actions = dice.chance(8) ? [] : [['call', 'BRAC_InitSDK', '"0"'], arrive(dice)];
  while (actions.length < count) {
    actions.push(dice.weighed(table)(dice));
    if (dice.chance(4)) actions.push(['settle']);
    if (dice.chance(25)) actions.push(['quiet']);
  }
  return [...actions, ['quiet']];
}
