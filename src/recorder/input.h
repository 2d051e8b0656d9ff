/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One source inside one recording: from tapped datagrams to frames with moments. Owned by the
 * recording's thread.
 */
#ifndef PL_RECORDER_INPUT_H
#define PL_RECORDER_INPUT_H

#include "proto/record/tap.h"
#include "recorder/decode.h"
#include "recorder/timeline.h"
#include "recorder/voice.h"

#include "proto/record/control.h"

enum {
    PL_INPUT_FRAMES = 256,          /* waiting for their moment */
    PL_INPUT_BYTES_MAX = 32 << 20,  /* of them */
    PL_INPUT_WAIT_US = 250000,      /* for a missing packet */
    PL_INPUT_KEY_PAUSE_US = 500000, /* between two requests for a key frame */
};

/* What parlord has said of a source. */
struct pl_source_info {
    uint32_t source, user;
    uint8_t stream;
    enum pl_record_kind kind;
    bool muted;
    char name[PL_RECORD_NAME_MAX + 1];
};

struct pl_waiting {
    uint8_t *bytes;
    size_t len;
    int64_t moment;
    uint16_t width, height;
    uint8_t codec, turns;
    bool key, lost; /* lost: packets are missing before (sound) */
};

struct pl_input {
    struct pl_source_info info;
    struct pl_jitter jitter;
    struct pl_timeline timeline;
    struct pl_depack depack;
    struct pl_decoder decoder;
    struct pl_voice voice;
    uint32_t ssrc;
    bool heard; /* a packet came */
    struct pl_waiting frames[PL_INPUT_FRAMES];
    size_t first, count, bytes;
    AVFrame *shown; /* the latest decoded picture */
    uint64_t serial;
    uint8_t shown_turns;
    pl_time_us key_at; /* a key frame may be asked for again */
    bool wants_key;    /* now: the owner asks */
    uint64_t broken;   /* frames that the decoder refused */
};

/* False: no memory. group is borrowed: one for each user. */
bool pl_input_init(struct pl_input *in, const struct pl_source_info *info,
                   struct pl_timeline_group *group);
void pl_input_finish(struct pl_input *in);

/* A datagram: RTP or RTCP. now: the recorder's clock in the stamps' time. */
void pl_input_packet(struct pl_input *in, pl_time_us now, const struct pl_tap *tap);
/* Packets that are due become waiting frames; now as above, PL_TIME_NEVER at the end. */
void pl_input_work(struct pl_input *in, pl_time_us now);

/* The first waiting frame; NULL: none. */
struct pl_waiting *pl_input_first(struct pl_input *in);
void pl_input_drop_first(struct pl_input *in);

/* Decodes all pictures up to this moment; `shown` is then the last of them. */
void pl_input_show(struct pl_input *in, int64_t until);
/* Sounds up to this moment into the voice; begin: the moment of sample 0. */
void pl_input_speak(struct pl_input *in, int64_t until, int64_t begin);

#endif
