/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/record/control_table.h"

#define ID_MAX ((int64_t)1 << 53)

const char *const pl_record_command_names[PL_RECORD_CMDS] = {
    "hello",  "source", "forget", "mute",     "start",   "recover", "join", "part", "layout",
    "insert", "stop",   "cancel", "snapshot", "convert", "ack",     "ping", "quit",
};

const char *const pl_record_event_names[PL_RECORD_EVENTS] = {
    "ready", "started", "first", "key", "progress", "warn", "image", "finished", "refused", "pong",
};

static const char *const type_names[] = {"mp4", "wmv", "flv", "mp3", "webm"};
static const char *const layout_names[] = {"auto", "single",    "overlay", "abreast",
                                           "grid", "presenter", "pip",     "cells"};
static const char *const kind_names[] = {"audio", "video"};
static const char *const how_names[] = {"stopped", "canceled",  "limit", "disk_full", "io",
                                        "link",    "recovered", "empty", "changed",   "failed"};

#define BIT(type) (1u << PL_RECORD_CMD_##type)
#define AT(field) offsetof(struct pl_record_command, field)

#define WITH_ID                                                                                    \
    (BIT(START) | BIT(JOIN) | BIT(PART) | BIT(LAYOUT) | BIT(INSERT) | BIT(STOP) | BIT(CANCEL) |    \
     BIT(SNAPSHOT) | BIT(CONVERT) | BIT(ACK))
#define WITH_SOURCE (BIT(SOURCE) | BIT(FORGET) | BIT(MUTE) | BIT(JOIN) | BIT(PART) | BIT(SNAPSHOT))
#define WITH_FILE   (BIT(START) | BIT(SNAPSHOT) | BIT(CONVERT))
#define MAKES       (BIT(START) | BIT(CONVERT))
#define WITH_LOOK   (BIT(START) | BIT(LAYOUT))

const struct pl_record_member pl_record_command_members[] = {
    {"id", PL_MEMBER_U64, AT(id), 1, ID_MAX - 1, NULL, WITH_ID | BIT(PING), WITH_ID},
    {"version", PL_MEMBER_U32, AT(version), 1, 1000, NULL, BIT(HELLO), BIT(HELLO)},
    {"secret", PL_MEMBER_TEXT, AT(secret), 0, PL_RECORD_NAME_MAX, NULL, BIT(HELLO), 0},
    {"stamp_us", PL_MEMBER_U64, AT(stamp_us), 0, ID_MAX, NULL, BIT(HELLO), 0},
    {"wall_us", PL_MEMBER_U64, AT(wall_us), 0, ID_MAX, NULL, BIT(HELLO), 0},
    {"resumes", PL_MEMBER_BOOL, AT(resumes), 0, 1, NULL, BIT(HELLO), 0},
    {"source", PL_MEMBER_U32, AT(source), 1, UINT32_MAX, NULL, WITH_SOURCE, WITH_SOURCE},
    {"user", PL_MEMBER_U32, AT(user), 0, UINT32_MAX, NULL, BIT(SOURCE) | BIT(START), BIT(SOURCE)},
    {"stream", PL_MEMBER_U8, AT(stream), 0, 255, NULL, BIT(SOURCE), 0},
    {"kind", PL_MEMBER_NAMED, AT(kind), 0, 2, kind_names, BIT(SOURCE), BIT(SOURCE)},
    {"name", PL_MEMBER_TEXT, AT(name), 0, PL_RECORD_NAME_MAX, NULL, BIT(SOURCE), 0},
    {"on", PL_MEMBER_BOOL, AT(on), 0, 1, NULL, BIT(MUTE), BIT(MUTE)},
    {"file", PL_MEMBER_TEXT, AT(file), 1, PL_RECORD_FILE_MAX, NULL, WITH_FILE, WITH_FILE},
    {"input", PL_MEMBER_TEXT, AT(input), 1, PL_RECORD_FILE_MAX, NULL, BIT(CONVERT), BIT(CONVERT)},
    {"type", PL_MEMBER_NAMED, AT(file_type), 0, PL_RECORD_TYPES, type_names, MAKES, 0},
    {"flags", PL_MEMBER_U32, AT(flags), 0, UINT32_MAX, NULL, MAKES, 0},
    {"width", PL_MEMBER_U32, AT(width), 0, 4096, NULL, MAKES, 0},
    {"height", PL_MEMBER_U32, AT(height), 0, 4096, NULL, MAKES, 0},
    {"fps", PL_MEMBER_U32, AT(fps), 0, 60, NULL, MAKES, 0},
    {"video_bps", PL_MEMBER_U32, AT(video_bps), 0, 50000000, NULL, MAKES, 0},
    {"audio_bps", PL_MEMBER_U32, AT(audio_bps), 0, 512000, NULL, MAKES, 0},
    {"clip", PL_MEMBER_INT, AT(clip), -1, 4, NULL, BIT(START), 0},
    {"max_ms", PL_MEMBER_U32, AT(max_ms), 0, UINT32_MAX, NULL, MAKES, 0},
    {"max_bytes", PL_MEMBER_U64, AT(max_bytes), 0, ID_MAX, NULL, BIT(START), 0},
    {"sources", PL_MEMBER_SOURCES, 0, 1, UINT32_MAX, NULL, BIT(START), 0},
    {"resume", PL_MEMBER_BOOL, AT(resume), 0, 1, NULL, BIT(START), 0},
    {"begin_us", PL_MEMBER_U64, AT(begin_us), 0, ID_MAX, NULL, BIT(START), 0},
    {"from_ms", PL_MEMBER_U64, AT(from_ms), 0, ID_MAX / 1000, NULL, BIT(START), 0},
    {"layout", PL_MEMBER_NAMED, AT(look.layout), 0, PL_RECORD_LAYOUTS, layout_names, WITH_LOOK, 0},
    {"cells", PL_MEMBER_CELLS, 0, 0, 0, NULL, WITH_LOOK, 0},
    {"names", PL_MEMBER_BOOL, AT(look.names), 0, 1, NULL, WITH_LOOK, 0},
    {"clock", PL_MEMBER_BOOL, AT(look.clock), 0, 1, NULL, WITH_LOOK, 0},
    {"utc_minutes", PL_MEMBER_INT, AT(look.utc_minutes), -840, 840, NULL, WITH_LOOK, 0},
    {"background", PL_MEMBER_U32, AT(look.background), 0, 0xffffff, NULL, WITH_LOOK, 0},
    {"title", PL_MEMBER_TEXT, AT(look.title), 0, PL_RECORD_NAME_MAX, NULL, WITH_LOOK, 0},
    {"logo", PL_MEMBER_TEXT, AT(look.logo), 0, PL_RECORD_FILE_MAX, NULL, WITH_LOOK, 0},
    {"backdrop", PL_MEMBER_TEXT, AT(look.backdrop), 0, PL_RECORD_FILE_MAX, NULL, WITH_LOOK, 0},
    {"image", PL_MEMBER_TEXT, AT(image), 0, PL_RECORD_FILE_MAX, NULL, BIT(INSERT), 0},
    {"x", PL_MEMBER_U16, AT(x), 0, PL_RECORD_CELL_UNIT, NULL, BIT(INSERT), 0},
    {"y", PL_MEMBER_U16, AT(y), 0, PL_RECORD_CELL_UNIT, NULL, BIT(INSERT), 0},
    {"w", PL_MEMBER_U16, AT(w), 0, PL_RECORD_CELL_UNIT, NULL, BIT(INSERT), 0},
    {"h", PL_MEMBER_U16, AT(h), 0, PL_RECORD_CELL_UNIT, NULL, BIT(INSERT), 0},
    {"quality", PL_MEMBER_U32, AT(quality), 0, 100, NULL, BIT(SNAPSHOT), 0},
    {"timeout_ms", PL_MEMBER_U32, AT(timeout_ms), 0, 60000, NULL, BIT(SNAPSHOT), 0},
    {NULL, PL_MEMBER_U8, 0, 0, 0, NULL, 0, 0},
};

#undef BIT
#undef AT
#define BIT(type) (1u << PL_RECORD_EVENT_##type)
#define AT(field) offsetof(struct pl_record_event, field)

#define ABOUT_ID                                                                                   \
    (BIT(STARTED) | BIT(FIRST) | BIT(PROGRESS) | BIT(IMAGE) | BIT(FINISHED) | BIT(REFUSED))
#define ABOUT_FILE (BIT(STARTED) | BIT(WARN) | BIT(IMAGE) | BIT(FINISHED))

const struct pl_record_member pl_record_event_members[] = {
    {"id", PL_MEMBER_U64, AT(id), 0, ID_MAX - 1, NULL, ABOUT_ID | BIT(WARN) | BIT(PONG), ABOUT_ID},
    {"version", PL_MEMBER_U32, AT(version), 1, 1000, NULL, BIT(READY), BIT(READY)},
    {"port", PL_MEMBER_U16, AT(port), 1, UINT16_MAX, NULL, BIT(READY), BIT(READY)},
    {"cookie", PL_MEMBER_HEX, AT(cookie), 0, 0, NULL, BIT(READY), BIT(READY)},
    {"recovered", PL_MEMBER_U32, AT(recovered), 0, UINT32_MAX, NULL, BIT(READY), 0},
    {"source", PL_MEMBER_U32, AT(source), 0, UINT32_MAX, NULL,
     BIT(FIRST) | BIT(KEY) | BIT(IMAGE) | BIT(WARN), BIT(KEY)},
    {"code", PL_MEMBER_U32, AT(code), 0, UINT32_MAX, NULL, BIT(WARN) | BIT(REFUSED),
     BIT(WARN) | BIT(REFUSED)},
    {"how", PL_MEMBER_NAMED, AT(how), 0, PL_RECORD_HOWS, how_names, BIT(FINISHED), BIT(FINISHED)},
    {"stamp_us", PL_MEMBER_U64, AT(stamp_us), 0, ID_MAX, NULL, BIT(FIRST), 0},
    {"file", PL_MEMBER_TEXT, AT(file), 0, PL_RECORD_EVENT_FILE_MAX, NULL, ABOUT_FILE, 0},
    {"bytes", PL_MEMBER_U64, AT(bytes), 0, ID_MAX, NULL, BIT(PROGRESS) | BIT(IMAGE) | BIT(FINISHED),
     0},
    {"elapsed_ms", PL_MEMBER_U64, AT(elapsed_ms), 0, ID_MAX, NULL, BIT(PROGRESS) | BIT(FINISHED),
     0},
    {"width", PL_MEMBER_U32, AT(width), 0, 16384, NULL, BIT(IMAGE) | BIT(FINISHED), 0},
    {"height", PL_MEMBER_U32, AT(height), 0, 16384, NULL, BIT(IMAGE) | BIT(FINISHED), 0},
    {"started_us", PL_MEMBER_U64, AT(started_us), 0, ID_MAX, NULL, BIT(FINISHED), 0},
    {"ended_us", PL_MEMBER_U64, AT(ended_us), 0, ID_MAX, NULL, BIT(FINISHED), 0},
    {"lost_ms", PL_MEMBER_U32, AT(lost_ms), 0, UINT32_MAX, NULL, BIT(FINISHED) | BIT(FIRST), 0},
    {"pictures", PL_MEMBER_U32, AT(pictures), 0, 100, NULL, BIT(FINISHED), 0},
    {"picture_ms", PL_MEMBER_U32, AT(picture_ms), 0, UINT32_MAX, NULL, BIT(FINISHED), 0},
    {"sha256", PL_MEMBER_TEXT, AT(sha256), 0, 64, NULL, BIT(IMAGE) | BIT(FINISHED), 0},
    {"md5", PL_MEMBER_TEXT, AT(md5), 0, 32, NULL, BIT(FINISHED), 0},
    {"text", PL_MEMBER_TEXT, AT(text), 0, PL_RECORD_TEXT_MAX, NULL,
     BIT(WARN) | BIT(REFUSED) | BIT(FINISHED), 0},
    {NULL, PL_MEMBER_U8, 0, 0, 0, NULL, 0, 0},
};

const char *pl_record_event_name(enum pl_record_event_type type)
{
    return pl_record_event_names[type];
}

const char *pl_record_command_name(enum pl_record_command_type type)
{
    return pl_record_command_names[type];
}

const char *pl_record_how_name(enum pl_record_how how)
{
    return how_names[how];
}

const char *pl_record_type_name(enum pl_record_type type)
{
    return type_names[type];
}
