/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which sounds are worth forwarding: silence is not, and nobody is sent more than the loudest N
 * voices at once. Both by the level that a publisher writes on each packet (RFC 6464), so that
 * nothing is decoded.
 *
 * A voice (one for each published sound) is open from the first packet above the silence level, so
 * that no word loses its beginning, until PL_VOICE_HANG_US after the last one, so that none loses
 * its end. What is not forwarded leaves no hole in the sequence numbers and the timestamps go on:
 * to the receiver it is a pause of the sender (DTX), not a loss. An Opus packet of two bytes or
 * less carries no sound (that is how the encoder says so) and counts as silence whatever its level
 * says. A publisher that writes no levels is never silent but for those.
 *
 * Speakers (one for each listener) are the N places for voices. Chosen for each listener, not for a
 * room: somebody who hears two people of a crowd of a thousand hears both. Free places are taken at
 * once. When all are taken, a voice that has spoken for PL_SPEAKERS_ENTRY_US, so is no click, gets
 * the place of the quietest when it is louder by PL_SPEAKERS_MARGIN (an interruption is heard
 * within 200 ms), unless that one got its place less than PL_SPEAKERS_TENURE_US ago; or at once
 * when somebody has said nothing for PL_SPEAKERS_KEEP_US. Publishers without levels count as
 * PL_VOICE_UNKNOWN; among each other they take turns of PL_SPEAKERS_TURN_US.
 *
 * Pure state, time is a parameter. O(1) a packet: the quietest place is looked for again (N is at
 * most PL_SPEAKERS_MAX) no more often than each PL_SPEAKERS_LOOK_US.
 */
#ifndef PL_MEDIA_SPEAKERS_H
#define PL_MEDIA_SPEAKERS_H

#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PL_SPEAKERS_MAX       16
#define PL_VOICE_HANG_US      PL_MS(400)
#define PL_SPEAKERS_KEEP_US   PL_MS(1500)
#define PL_SPEAKERS_ENTRY_US  PL_MS(100)
#define PL_SPEAKERS_TENURE_US PL_SEC(1)
#define PL_SPEAKERS_TURN_US   PL_SEC(4)
#define PL_SPEAKERS_LOOK_US   PL_MS(20)

/* Loudness: 127 dB minus the level of RFC 6464, in 1/256 dB. 0: digital silence. */
#define PL_LOUDNESS_DB     256
#define PL_SPEAKERS_MARGIN (3 * PL_LOUDNESS_DB)
#define PL_VOICE_UNKNOWN   ((127 - 40) * PL_LOUDNESS_DB)

/* ---- a published sound ---- */

struct pl_voice {
    int32_t loudness; /* smoothed, as it was at input_at */
    pl_time_us input_at;
    pl_time_us spoke_at; /* newest packet above silence; 0: none yet */
    pl_time_us began_at; /* of what it says now, pauses between words left out */
    bool open;
    bool levels; /* its publisher writes them */
};

/* What a packet says of the sound in it. */
struct pl_voice_packet {
    bool has_level;
    uint8_t level; /* -dBov, 0..127 */
    bool empty;    /* the encoder sends nothing (Opus DTX) */
};

/* A source begins: silent until it says something. */
void pl_voice_init(struct pl_voice *v);

/*
 * A packet of it. False: silence, not to be forwarded. silence: the level (RFC 6464, -dBov) from
 * which on it is; 0: nothing is.
 */
bool pl_voice_input(struct pl_voice *v, pl_time_us now, uint8_t silence,
                    const struct pl_voice_packet *packet);

/* Rises within some packets, falls by 40 dB a second, also when no packets come. */
int32_t pl_voice_loudness(const struct pl_voice *v, pl_time_us now);

/* ---- a listener ---- */

/* A voice as one listener hears it, or does not. All zeros: as none that ever spoke. */
struct pl_speaker {
    const struct pl_voice *voice; /* borrowed while it has a place */
    pl_time_us since;             /* got its place */
    pl_time_us waits_since;       /* without a place: the first packet that was left out; 0: none */
    uint8_t place;                /* 1..limit; 0: none */
};

struct pl_speakers {
    struct pl_speaker *places[PL_SPEAKERS_MAX]; /* NULL: free */
    uint8_t limit;                              /* 0: everybody is heard */
    uint8_t taken;
    uint8_t weakest; /* place that would be lost first, as of looked_at; 0: none may be lost */
    int32_t weakest_loudness;
    pl_time_us looked_at; /* 0: look again */
};

/* limit: at most PL_SPEAKERS_MAX. */
void pl_speakers_init(struct pl_speakers *s, unsigned limit);

/* A packet of an open voice, for this listener. False: not one of the loudest. */
bool pl_speakers_admit(struct pl_speakers *s, pl_time_us now, struct pl_speaker *who,
                       const struct pl_voice *voice);

/* It is not linked any more, or ends; its place is free. */
void pl_speakers_release(struct pl_speakers *s, struct pl_speaker *who);

#endif
