// SPDX-License-Identifier: Apache-2.0
function OnAnyChatP2PConnectState(user, state) { note('P2PConnectState', user, state); }

/* The connections between two users are those that send and receive. */
function directConnections() {
    return peerConnections.filter(function (pc) {
        return pc.connectionState !== 'closed' && pc.getTransceivers().some(function (transceiver) { return transceiver.direction === 'sendrecv'; });
    });
}
