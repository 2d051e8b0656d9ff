/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings at the server as the domain and the shell speak of them (manual 5.5.10, 5.5.11).
 *
 *     PL_EVENT_RECORDER      the shell has a recorder, or has it no more
 *     PL_EVENT_RECORD_ASK    what is attached to the server, or an operator, begins or ends one
 *
 *     PL_EFFECT_RECORD_OPEN  a recording was asked for; to be remembered, nothing is written yet
 *     PL_EFFECT_RECORD_LINE  a line of its time line
 *     PL_EFFECT_RECORD_START everybody who has to has agreed: write, once all lines before this one
 *                            are safe
 *     PL_EFFECT_RECORD_PARTY from now on these streams of that session belong in it, and no others
 *     PL_EFFECT_RECORD_STOP  finish it; also one that was never started
 *
 *     PL_EVENT_RECORDED      STARTED at most once, FINISHED exactly once for each START
 *
 * In order for each recording: OPEN, LINEs, START, PARTYs and LINEs, STOP. One that is never
 * started ends with STOP and no event; FINISHED may come unasked (the disk is full, the recorder
 * has died), then no STOP follows.
 */
#ifndef PL_CORE_RECORDING_H
#define PL_CORE_RECORDING_H

#include "base/bytes.h"

enum {
    PL_CORE_RECORD_TEXT_MAX = 4096,
    PL_CORE_RECORD_FILE_MAX = 1024,
    PL_CORE_RECORD_URL_MAX = 2048,
};

/* What is wanted, as in the message `record`; 0: the shell's choice. */
struct pl_record_wish {
    int32_t user;   /* who is recorded */
    uint32_t flags; /* BRAC_RECORD_FLAGS_...; in effects VIDEO and AUDIO are filled in */
    int64_t param;
    struct pl_bytes text; /* at most PL_CORE_RECORD_TEXT_MAX */
    int32_t file_type;    /* 0 MP4, 1 WMV, 2 FLV, 3 MP3, 4 WebM */
    int32_t width, height;
    int32_t video_bps, audio_bps;
    int32_t clip; /* ANYCHAT_VIDEOCLIPMODE_... */
    bool undated; /* not in a folder of the day */
};

/* Who asked for it. */
enum pl_record_by {
    PL_RECORD_BY_USER = 1,
    PL_RECORD_BY_SERVER, /* a business server */
    PL_RECORD_BY_OPERATOR,
    PL_RECORD_BY_RULE, /* the settings: every call, every served call */
};

/* What is written on the time line. */
enum pl_record_line {
    PL_RECORD_LINE_ASKED = 1, /* user: who asked; 0: the server */
    PL_RECORD_LINE_NOTICE,    /* everybody in the room has been told */
    PL_RECORD_LINE_CONSENT,   /* user: has agreed */
    PL_RECORD_LINE_REFUSAL,   /* user: has not, or has taken it back */
    PL_RECORD_LINE_SILENCE,   /* user: has not answered in time */
    PL_RECORD_LINE_START,
    PL_RECORD_LINE_JOINED,  /* user: is recorded from here on */
    PL_RECORD_LINE_DEVICES, /* user: opens or closes cameras or the microphone; text says which */
    PL_RECORD_LINE_LEFT,    /* user: no longer */
    PL_RECORD_LINE_TAG,     /* user: who put the mark; text */
    PL_RECORD_LINE_STOP,
    PL_RECORD_LINE_SNAPSHOT, /* user: whose picture was taken meanwhile; text: its number */
    PL_RECORD_LINE_TEXT,     /* user: who has changed the user string; text: what it is now */
    PL_RECORD_LINE_INSERT,   /* user: who wants another image over the picture; text: JSON */
    PL_RECORD_LINES,
};

/* Short and stable: "asked", "notice" ... */
const char *pl_record_line_name(enum pl_record_line line);
const char *pl_record_by_name(enum pl_record_by by);

#endif
