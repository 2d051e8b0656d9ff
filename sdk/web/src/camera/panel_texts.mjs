// SPDX-License-Identifier: Apache-2.0
// The words of the camera panel.

const en = {
  title: 'Camera settings', close: 'Close', reset: 'Reset', preview: 'Preview',
  closed: 'The camera is closed. Its settings appear here when it is opened.',
  nothing: 'This camera lets this browser adjust nothing.',
  failed: 'The camera did not take that value.',
  names: {
    size: 'Picture size', frameRate: 'Pictures a second', zoom: 'Zoom', pan: 'Pan', tilt: 'Tilt', brightness: 'Brightness', contrast: 'Contrast',
    saturation: 'Saturation', sharpness: 'Sharpness', colorTemperature: 'Colour temperature', exposureCompensation: 'Exposure compensation',
    exposureTime: 'Exposure time', iso: 'Light sensitivity (ISO)', focusDistance: 'Focus distance', focusMode: 'Focus', exposureMode: 'Exposure',
    whiteBalanceMode: 'White balance', torch: 'Light', backgroundBlur: 'Blurred background', faceFraming: 'Keep the face in the picture',
    eyeGazeCorrection: 'Eye contact',
  },
  options: { none: 'Off', manual: 'By hand', 'single-shot': 'Once', continuous: 'Automatic' },
};

/** @type {typeof en} */
const zh = {
  title: '摄像头设置', close: '关闭', reset: '恢复默认', preview: '预览',
  closed: '摄像头未打开，打开后可在此调节。',
  nothing: '此摄像头在当前浏览器中没有可调节的项目。',
  failed: '摄像头未接受该值。',
  names: {
    size: '画面尺寸', frameRate: '帧率（帧/秒）', zoom: '变焦', pan: '水平转动', tilt: '垂直转动', brightness: '亮度', contrast: '对比度',
    saturation: '饱和度', sharpness: '锐度', colorTemperature: '色温', exposureCompensation: '曝光补偿',
    exposureTime: '曝光时间', iso: '感光度（ISO）', focusDistance: '对焦距离', focusMode: '对焦', exposureMode: '曝光',
    whiteBalanceMode: '白平衡', torch: '补光灯', backgroundBlur: '背景虚化', faceFraming: '人脸居中', eyeGazeCorrection: '视线校正',
  },
  options: { none: '关闭', manual: '手动', 'single-shot': '单次', continuous: '自动' },
};

/** @param {string} language */
export const panelTexts = (language) => /^zh\b/i.test(language) ? zh : en;
