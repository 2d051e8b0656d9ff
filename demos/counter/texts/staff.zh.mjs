// SPDX-License-Identifier: Apache-2.0
// 坐席与主管页面共用的中文文字，键与 staff.en.mjs 相同。

/** @type {Record<string, string>} */
export const staff = {
  'sign.name': '姓名',
  'sign.name.empty': '请输入姓名。',
  'sign.name.long': '姓名过长。',
  'sign.password': '密码',
  'sign.password.empty': '请输入密码。',
  'sign.button': '登录',
  'sign.entering': '正在登录…',
  'sign.more': '更多',
  'sign.server-password': '服务器密码（如有）',
  'sign.branch': '请选择营业厅',
  'sign.branch.none': '此服务器尚未设置营业厅，请由运维人员在配置中添加。',
  'sign.out': '退出登录',
  'sounds.on': '提示音已开启',
  'sounds.off': '提示音已关闭',
  'pause.break': '休息',
  'pause.lunch': '用餐',
  'pause.meeting': '会议',
  'pause.training': '培训',
  'pause.office': '后台处理',
  'pause.wrap-up': '话后整理',
  'client.unnamed': '客户',
  'agent.ready': '就绪',
  'agent.waiting': '就绪',
  'agent.working': '通话中',
  'agent.paused': '小休',
  'agent.closed': '未就绪',
};
