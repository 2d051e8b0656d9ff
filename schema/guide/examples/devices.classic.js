// SPDX-License-Identifier: Apache-2.0
function OnAnyChatVolumeChange(device, dwCurrentVolume) {
  console.log((device == BRAC_AD_WAVEIN ? 'microphone' : 'loudspeaker') + ' at ' + dwCurrentVolume);
}
var cameras = BRAC_EnumDevices(BRAC_DEVICE_VIDEOCAPTURE);
if (cameras.length > 0) BRAC_SelectVideoCapture(BRAC_DEVICE_VIDEOCAPTURE, cameras[cameras.length - 1]);
console.log(BRAC_GetCurrentDevice(BRAC_DEVICE_VIDEOCAPTURE));
BRAC_AudioSetVolume(BRAC_AD_WAVEOUT, 60);
