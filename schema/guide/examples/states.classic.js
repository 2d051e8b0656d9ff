// SPDX-License-Identifier: Apache-2.0
console.log('camera ' + BRAC_GetCameraState(8) + ', microphone ' + BRAC_GetSpeakState(8));
console.log('volume ' + BRAC_QueryUserStateInt(8, BRAC_USERSTATE_SPEAKVOLUME));
console.log('called ' + BRAC_QueryUserStateString(8, BRAC_USERSTATE_NICKNAME));
console.log('others here ' + BRAC_QueryRoomStateInt(-1, BRAC_ROOMSTATE_ONLINEUSERS));
console.log('rate ' + BRAC_GetUserStreamInfoInt(8, 0, BRAC_STREAMINFO_VIDEOBITRATE));
