/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control link between parlord and parlor-recorder: lines of JSON (RFC 8259), one object a
 * line, over a stream: an inherited descriptor (--control-fd N), a Unix socket (--control-socket
 * PATH, the recorder listens), or TCP (--control-tcp ADDR:PORT, the recorder listens; HELLO must
 * come first with the secret of --secret-file). Pure: a line to a struct, a struct to a line.
 *
 * Commands go to the recorder, events come back. Every line has "cmd" or "event"; members that a
 * type does not use are ignored, unknown ones too. docs/recorder.md has the conversation.
 *
 *   command   members used (* required)
 *   hello     version* secret stamp_us wall_us resumes  first of all; answered by ready
 *   source    source* user* kind* stream name           a stream exists; before it is used
 *   forget    source*                                   it exists no longer: leaves all recordings
 *   mute      source* on*                               its device is off: black, silence (or not)
 *   start     id* file* user* flags type ... sources    see below
 *   recover                                             finish what a killed recorder left
 *   join      id* source*                               the source takes part from now on
 *   part      id* source*                               no longer
 *   layout    id* layout cells names clock title ...    another layout from now on
 *   insert    id* image x y w h                         an image over the picture; "" takes it away
 *   stop      id*                                       finish the file; answered by finished
 *   cancel    id*                                       delete what there is; finished, how
 * canceled snapshot  id* source* file* quality timeout_ms      JPEG of the next whole picture
 *   convert   id* input* file* type flags width ...     a file of another type from one that is
 *                                                       there (as if recorded; whole, or not at
 *                                                       all)
 *   ack       id*                                       parlord has the row of a finished: forget
 * it ping      id                                        answered by pong quit finish all files,
 * then exit
 *
 *   event     members
 *   ready     version port cookie recovered             the port of tap.h; how many were left
 *   started   id file                                   the file exists
 *   first     id source stamp_us lost_ms                the first media in it is of that moment
 *   key       source                                    a key frame is wanted
 *   progress  id bytes elapsed_ms                       every second
 *   warn      id code text                              goes on: see codes
 *   image     id source file bytes width height sha256  a snapshot
 *   finished  id how file bytes elapsed_ms width height sha256 md5 started_us ended_us lost_ms
 *             pictures picture_ms text
 *   refused   id code text                              a command that is not carried out
 *   pong      id
 *
 * A finished is repeated after each hello until it is acknowledged, also by the next process: it is
 * written in the journal before it is told. Ids of recordings, snapshots and conversions are
 * parlord's: never used twice, 1 .. 2^53 - 1. When the link ends without quit, all recordings are
 * finished (how link) and wait for the next hello.
 *
 * A recorder that is killed leaves recordings that grow no more. Those that parlord still wants it
 * begins again at the next recorder by a start of the same id with `resume`: they go on in the same
 * file, and its `first` says how much is missing before it. All others are finished (how
 * recovered): at once, or, when hello has `resumes`, at `recover`, so that nothing has to wait for
 * that.
 */
#ifndef PL_PROTO_RECORD_CONTROL_H
#define PL_PROTO_RECORD_CONTROL_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"

enum {
    PL_RECORD_VERSION = 1,
    PL_RECORD_LINE_MAX = 65536, /* with its line feed */
    PL_RECORD_FILE_MAX = 400,
    PL_RECORD_EVENT_FILE_MAX = PL_RECORD_FILE_MAX + 31, /* with its ending */
    PL_RECORD_NAME_MAX = 256,
    PL_RECORD_TEXT_MAX = 512,
    PL_RECORD_SOURCES_MAX = 64, /* of one recording */
    PL_RECORD_CELLS_MAX = 32,
    PL_RECORD_CELL_UNIT = 10000, /* cells are in ten-thousandths of the picture */
};

/* The manual's flags (3.5), as on the classic interface. */
enum pl_record_flags {
    PL_RECORD_VIDEO = 1,
    PL_RECORD_AUDIO = 2,
    PL_RECORD_SERVER = 4,
    PL_RECORD_MIX_AUDIO = 0x10,
    PL_RECORD_MIX_VIDEO = 0x20, /* others small over the picture */
    PL_RECORD_ABREAST = 0x100,
    PL_RECORD_STEREO = 0x200, /* `user` left, all others right */
    PL_RECORD_SNAPSHOT = 0x400,
    PL_RECORD_STREAM = 0x1000, /* copied, not encoded anew: the first video and audio source */
    PL_RECORD_MULTISTREAM = 0x8000,
    PL_RECORD_FILE_MD5 = 0x40000,
};

enum pl_record_type { /* option 140, and WebM */
                      PL_RECORD_MP4,
                      PL_RECORD_WMV,
                      PL_RECORD_FLV,
                      PL_RECORD_MP3,
                      PL_RECORD_WEBM,
                      PL_RECORD_TYPES,
};

enum pl_record_layout {
    PL_RECORD_LAYOUT_AUTO,      /* of the flags: overlay, abreast, or the first picture alone */
    PL_RECORD_LAYOUT_SINGLE,    /* the first source's picture */
    PL_RECORD_LAYOUT_OVERLAY,   /* first full, others small in a row at the bottom right */
    PL_RECORD_LAYOUT_ABREAST,   /* columns */
    PL_RECORD_LAYOUT_GRID,      /* the squarest grid that has room */
    PL_RECORD_LAYOUT_PRESENTER, /* first large, others in a column at the right */
    PL_RECORD_LAYOUT_PIP,       /* first full, the second small at the top right; no others */
    PL_RECORD_LAYOUT_CELLS,     /* as `cells` says */
    PL_RECORD_LAYOUTS,
};

enum pl_record_clip {                           /* ANYCHAT_VIDEOCLIPMODE_* */
                      PL_RECORD_CLIP_NONE = -1, /* as SHRINK */
                      PL_RECORD_CLIP_AUTO =
                          0, /* as OVERLAP when at most a quarter is cut off, else as SHRINK */
                      PL_RECORD_CLIP_OVERLAP = 1, /* fills the cell, edges cut */
                      PL_RECORD_CLIP_SHRINK = 2,  /* whole, with bars */
                      PL_RECORD_CLIP_STRETCH = 3,
                      PL_RECORD_CLIP_DYNAMIC = 4, /* as SHRINK, and without a given size the picture
                                                   * takes the first's shape */
};

enum pl_record_kind { PL_RECORD_KIND_AUDIO, PL_RECORD_KIND_VIDEO };

struct pl_record_cell {
    uint32_t user;
    uint8_t stream;
    uint16_t x, y, w, h; /* of PL_RECORD_CELL_UNIT; later cells lie above earlier ones */
};

/* What the picture looks like. */
struct pl_record_look {
    enum pl_record_layout layout;
    struct pl_record_cell cells[PL_RECORD_CELLS_MAX];
    size_t cell_count;
    bool names;                            /* of users, at the foot of their cells */
    bool clock;                            /* date and time, below the title (utc_minutes) */
    int utc_minutes;                       /* -840 .. 840 */
    uint32_t background;                   /* 0xrrggbb */
    char title[PL_RECORD_NAME_MAX + 1];    /* at the top left */
    char logo[PL_RECORD_FILE_MAX + 1];     /* PNG or JPEG below the folder of images, top right */
    char backdrop[PL_RECORD_FILE_MAX + 1]; /* the same, behind all cells */
};

enum pl_record_command_type {
    PL_RECORD_CMD_HELLO,
    PL_RECORD_CMD_SOURCE,
    PL_RECORD_CMD_FORGET,
    PL_RECORD_CMD_MUTE,
    PL_RECORD_CMD_START,
    PL_RECORD_CMD_RECOVER,
    PL_RECORD_CMD_JOIN,
    PL_RECORD_CMD_PART,
    PL_RECORD_CMD_LAYOUT,
    PL_RECORD_CMD_INSERT,
    PL_RECORD_CMD_STOP,
    PL_RECORD_CMD_CANCEL,
    PL_RECORD_CMD_SNAPSHOT,
    PL_RECORD_CMD_CONVERT,
    PL_RECORD_CMD_ACK,
    PL_RECORD_CMD_PING,
    PL_RECORD_CMD_QUIT,
    PL_RECORD_CMDS,
};

/* One command. Large (about 10 KB): not for deep stacks. All zeros but `type` are the defaults. */
struct pl_record_command {
    enum pl_record_command_type type;
    uint64_t id;
    uint32_t version;
    char secret[PL_RECORD_NAME_MAX + 1];
    uint64_t stamp_us, wall_us; /* the sender's two clocks at one moment (io/clock.h) */
    bool resumes;               /* hello: starts with `resume` follow, then recover */
    uint32_t source;
    uint32_t user;  /* source: whose; start: who is recorded: first cell, left channel */
    uint8_t stream; /* 0.. */
    enum pl_record_kind kind;
    char name[PL_RECORD_NAME_MAX + 1]; /* of the user, UTF-8 */
    bool on;
    /*
     * Where: relative to the recorder's folder, '/' between, no ending (the type gives it), made
     * with its folders. Refused when it would leave the folder, or begins with '.'. One that
     * exists gets "-2", "-3" ... behind it.
     */
    char file[PL_RECORD_FILE_MAX + 1];
    char input[PL_RECORD_FILE_MAX + 1]; /* convert: with its ending, below the same folder */
    enum pl_record_type file_type;
    uint32_t flags;                /* enum pl_record_flags; without VIDEO and AUDIO: both */
    uint32_t width, height;        /* 0: 1280x720, of STREAM the source's; even, 16 .. 4096 */
    uint32_t fps;                  /* 0: 25; 1 .. 60 */
    uint32_t video_bps, audio_bps; /* 0: by size; 64,000 */
    int clip;                      /* enum pl_record_clip */
    uint32_t max_ms;               /* 0: no limit; then finished, how limit */
    uint64_t max_bytes;
    uint32_t sources[PL_RECORD_SOURCES_MAX];
    size_t source_count;
    /*
     * start: a recorder was killed in the middle of this one. `file` is not used: it is known.
     * begin_us: the stamp that its first told, 0: none came; from_ms: what its latest progress
     * told.
     */
    bool resume;
    uint64_t begin_us, from_ms;
    struct pl_record_look look;
    char image[PL_RECORD_FILE_MAX + 1]; /* insert: as logo */
    uint16_t x, y, w, h;                /* insert: of PL_RECORD_CELL_UNIT; h 0: keeps its shape */
    uint32_t quality;                   /* snapshot: 1 .. 100; 0: 90 */
    uint32_t timeout_ms;                /* snapshot: 0: 5,000 */
};

/* How a recording ended. */
enum pl_record_how {
    PL_RECORD_HOW_STOPPED,   /* as asked */
    PL_RECORD_HOW_CANCELED,  /* there is no file */
    PL_RECORD_HOW_LIMIT,     /* max_ms or max_bytes */
    PL_RECORD_HOW_DISK_FULL, /* ENOSPC, EDQUOT: what was written is whole */
    PL_RECORD_HOW_IO,        /* another error of the disk: text says which */
    PL_RECORD_HOW_LINK,      /* parlord went away */
    PL_RECORD_HOW_RECOVERED, /* the recorder was killed; finished at the next start. lost_ms: at
                              * most this is missing at the end */
    PL_RECORD_HOW_EMPTY,     /* stopped before any media came: there is no file */
    PL_RECORD_HOW_CHANGED,   /* STREAM: the publisher's codec changed, which a copy cannot follow:
                              * begin another */
    PL_RECORD_HOW_FAILED,    /* text says why; the file, if named, has what there is */
    PL_RECORD_HOWS,
};

/* Codes of warn and refused: the manual's where there is one. */
enum pl_record_code {
    PL_RECORD_CODE_BAD = 21,      /* an argument: parlord's own bug */
    PL_RECORD_CODE_LIMIT = 23,    /* too many recordings, sources */
    PL_RECORD_CODE_NO_TASK = 720, /* unknown id */
    PL_RECORD_CODE_CREATE = 721,  /* the file cannot be made */
    PL_RECORD_CODE_NO_INFO = 722, /* unknown source, or no picture came in time */
    /* warnings */
    PL_RECORD_CODE_LOSS = 1,       /* source: packets are missing; concealed */
    PL_RECORD_CODE_SLOW = 2,       /* the machine does not keep up: pictures are left out */
    PL_RECORD_CODE_DISK_LOW = 3,   /* less than the reserve is free */
    PL_RECORD_CODE_UNDECODABLE = 4 /* source: frames that no decoder takes */
};

enum pl_record_event_type {
    PL_RECORD_EVENT_READY,
    PL_RECORD_EVENT_STARTED,
    PL_RECORD_EVENT_FIRST,
    PL_RECORD_EVENT_KEY,
    PL_RECORD_EVENT_PROGRESS,
    PL_RECORD_EVENT_WARN,
    PL_RECORD_EVENT_IMAGE,
    PL_RECORD_EVENT_FINISHED,
    PL_RECORD_EVENT_REFUSED,
    PL_RECORD_EVENT_PONG,
    PL_RECORD_EVENTS,
};

struct pl_record_event {
    enum pl_record_event_type type;
    uint64_t id;
    uint32_t version;
    uint16_t port;   /* on the address of the control link's recorder end, loopback by default */
    uint64_t cookie; /* for tap.h; in JSON 16 hexadecimal digits */
    uint32_t recovered;
    uint32_t source;
    uint32_t code; /* enum pl_record_code */
    enum pl_record_how how;
    uint64_t stamp_us;
    char file[PL_RECORD_EVENT_FILE_MAX + 1]; /* relative, with its ending; "" : no file */
    uint64_t bytes;
    uint64_t elapsed_ms; /* length of the media in the file */
    uint32_t width, height;
    uint64_t started_us, ended_us; /* wall clock, microseconds since 1970 */
    uint32_t lost_ms;              /* finished: at the end; first, of what goes on: before it */
    /*
     * Of the storyboard NAME.board.jpg beside the file NAME.mp4: how many pictures, 160 wide, ten
     * in a row, one for each picture_ms of the film; the last stands for the rest. NAME.thumb.jpg
     * is one picture, 320 wide. 0: there is neither of them.
     */
    uint32_t pictures, picture_ms;
    char sha256[65]; /* hexadecimal */
    char md5[33];    /* "" unless asked */
    char text[PL_RECORD_TEXT_MAX + 1];
};

/*
 * One line with or without its line feed. PL_E_PROTO: no JSON object, no such type, a member that
 * is missing, of another type or out of its range (*why: its name, static). PL_E_LIMIT: too long.
 */
PL_MUST_CHECK enum pl_err pl_record_read_command(struct pl_bytes line,
                                                 struct pl_record_command *out, const char **why);
PL_MUST_CHECK enum pl_err pl_record_read_event(struct pl_bytes line, struct pl_record_event *out,
                                               const char **why);

/* Only members that the type uses, with a line feed at the end. The writer fails when it is full:
 * PL_RECORD_LINE_MAX bytes suffice always. */
void pl_record_write_command(struct pl_writer *w, const struct pl_record_command *c);
void pl_record_write_event(struct pl_writer *w, const struct pl_record_event *e);

/* "finished" ..., for logs. */
const char *pl_record_event_name(enum pl_record_event_type type);
const char *pl_record_command_name(enum pl_record_command_type type);
const char *pl_record_how_name(enum pl_record_how how);
/* "mp4" ..., which is the file's ending as well. */
const char *pl_record_type_name(enum pl_record_type type);

#endif
