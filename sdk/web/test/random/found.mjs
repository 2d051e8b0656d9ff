// SPDX-License-Identifier: Apache-2.0

/** Runs that once failed, shortened; each one a mistake of its own. @type {Record<string, any[][]>} */
export const found = {
  'no event of a room that a handler has left': [
    ['call', 'BRAC_InitSDK', '"0"'], ['arrive', 'bob', '', 1], ['hook', 'EnterRoom', 'call', 'BRAC_Logout'], ['quiet']],
  'a second login is refused and changes nothing': [
    ['call', 'BRAC_InitSDK', '"0"'], ['arrive', 'bob', '', 1], ['settle'], ['call', 'BRAC_Login', '"bad"', '"pw"', '0'], ['quiet'], ['crash'], ['quiet']],
  'two logins at once: the first counts': [
    ['call', 'BRAC_InitSDK', '"0"'], ['arrive', 'bob', '', 1], ['call', 'BRAC_Login', '"ann"', '"pw"', '0'], ['quiet']],
  'a camera that opens while the room is being entered': [
    ['call', 'BRAC_InitSDK', '"0"'], ['arrive', 'ann', '', 1], ['pass', 1000], ['aside', 100000], ['call', 'BRAC_UserCameraControl', '-1', '"1"'], ['quiet']],
  'put aside twice while the login has to wait': [
    ['call', 'BRAC_InitSDK', '"0"'], ['arrive', 'busy', 'pw', 2], ['pass', 60], ['aside', 100000], ['busy', 1], ['aside', 0], ['pass', 12000], ['quiet']],
  'Connect while devices are open: no word of their closing': [
    ['call', 'BRAC_InitSDK', '-1'], ['arrive', 'bad', '', 1], ['call', 'BRAC_UserCameraControl', '-1', '1'], ['call', 'BRAC_UserSpeakControl', '-1', '1'], ['pass', 12000],
    ['call', 'BRAC_Login', '"bob"', '"pw"', '0'], ['pass', 0], ['arrive', 'bad', '', 1], ['quiet']],
  'Connect while an offer waits for its answer': [
    ['call', 'BRAC_InitSDK', '"0"'], ['arrive', 'ann', 'pw', 1], ['settle'], ['call', 'BRAC_UserSpeakControl', '-1', '1'], ['carry', 4], ['arrive', 'ann', '', 2], ['pass', 300],
    ['call', 'BRAC_UserCameraControl', '-1', '1'], ['quiet']],
  'connected, not signed in, and the server restarts': [
    ['call', 'BRAC_InitSDK', '"0"'], ['call', 'BRAC_Connect', '"h"', '8906'], ['settle'], ['closing', 212], ['quiet']],
  'things that are no text': [['call', 'BRAC_InitSDK', 'Object.create(null)'], ['call', 'BRAC_UserCameraControlEx', 'Object.create(null)', 'Symbol()', '1', '0', 'null'], ['quiet']],
};
