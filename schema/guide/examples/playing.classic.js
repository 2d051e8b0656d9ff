// SPDX-License-Identifier: Apache-2.0
var guid = BRAC_NewGuid();
BRAC_StreamPlayInit(guid, '/media/welcome.mp4', 0, '');
BRAC_StreamPlaySetVideoPos(guid, document.getElementById('others'), 'player');
BRAC_StreamPlayControl(guid, ANYCHAT_STREAMPLAY_CTRL_START, 0, 0, '');
console.log(BRAC_StreamPlayGetInfo(guid, ANYCHAT_STREAMPLAY_INFO_JSONVALUE));
BRAC_StreamPlayDestroy(guid, 0);
