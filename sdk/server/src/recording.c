/* SPDX-License-Identifier: Apache-2.0 */
#include "recording.h"

#include "anychaterrorcode.h"
#include "anychatserversdk.h"

#include <pthread.h>

/* Of the process: see the header. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct pl_wire_bs_record set; /* its optional fields */

static bool put(bool *has, int32_t *field, uint32_t value, uint32_t max)
{
    if (value > max)
        return false;
    *has = true;
    *field = (int32_t)value;
    return true;
}

/* The largest values are the schema's (bs_record). */
static bool keep(uint32_t option, uint32_t value)
{
    switch (option) {
    case BRAS_SO_RECORD_VIDEOBR:
        return put(&set.has_video_bps, &set.video_bps, value, 100000000);
    case BRAS_SO_RECORD_AUDIOBR:
        return put(&set.has_audio_bps, &set.audio_bps, value, 510000);
    case BRAS_SO_RECORD_FILETYPE:
        return put(&set.has_file_type, &set.file_type, value, 4);
    case BRAS_SO_RECORD_WIDTH:
        return put(&set.has_width, &set.width, value, 4096);
    case BRAS_SO_RECORD_HEIGHT:
        return put(&set.has_height, &set.height, value, 4096);
    case BRAS_SO_RECORD_CLIPMODE:
        return put(&set.has_clip, &set.clip, value, 5);
    case BRAS_SO_RECORD_FILENAMERULE: /* 0: sorted into folders of days, else not */
        set.has_undated = true;
        set.undated = value != 0;
        return true;
    default:
        return false;
    }
}

uint32_t pl_bras_recording_option(uint32_t option, uint32_t value)
{
    bool kept;
    pthread_mutex_lock(&lock);
    kept = keep(option, value);
    pthread_mutex_unlock(&lock);
    return kept ? GV_ERR_SUCCESS : GV_ERR_FUNCOPTERROR;
}

void pl_bras_recording_fill(struct pl_wire_bs_record *m)
{
    struct pl_wire_bs_record asked = *m;
    pthread_mutex_lock(&lock);
    *m = set;
    pthread_mutex_unlock(&lock);
    m->user = asked.user;
    m->on = asked.on;
    m->flags = asked.flags;
    m->param = asked.param;
    m->has_text = asked.has_text;
    m->text = asked.text;
    m->has_server = asked.has_server;
    m->server = asked.server;
}
