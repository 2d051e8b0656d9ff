// SPDX-License-Identifier: Apache-2.0
// What the pages of agents and supervisors both say, in English. The same keys stand in staff.zh.mjs.

/** @type {Record<string, string>} */
export const staff = {
  'sign.name': 'Name',
  'sign.name.empty': 'Please enter your name.',
  'sign.name.long': 'This name is too long.',
  'sign.password': 'Password',
  'sign.password.empty': 'Please enter your password.',
  'sign.button': 'Sign in',
  'sign.entering': 'Signing in…',
  'sign.more': 'More',
  'sign.server-password': 'Server password, if it has one',
  'sign.branch': 'Which branch?',
  'sign.branch.none': 'This server has no branches yet. Operators write them into the configuration.',
  'sign.out': 'Sign out',
  'sounds.on': 'Sounds are on',
  'sounds.off': 'Sounds are off',
  'pause.break': 'Break',
  'pause.lunch': 'Lunch',
  'pause.meeting': 'Meeting',
  'pause.training': 'Training',
  'pause.office': 'Back office',
  'pause.wrap-up': 'Finishing up',
  'client.unnamed': 'Client',
  'agent.ready': 'ready',
  'agent.waiting': 'ready',
  'agent.working': 'in conversation',
  'agent.paused': 'paused',
  'agent.closed': 'not ready',
};
