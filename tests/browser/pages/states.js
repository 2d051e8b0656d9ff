// SPDX-License-Identifier: Apache-2.0
function OnAnyChatP2PConnectState(user, state) { note('P2PConnectState', user, state); }
function OnAnyChatVideoSizeChange(user, size) { note('VideoSizeChange', user, size); }
