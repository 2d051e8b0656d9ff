/* SPDX-License-Identifier: Apache-2.0 */
/* The beginning of a film: with which moment, how large, in what kind of file. */
#include "recorder/film_internal.h"

#include "recorder/finish.h"
#include "recorder/pieces.h"

#include <errno.h>
#include <sys/stat.h>

enum {
    WIDTH = 1280,
    HEIGHT = 720,
    COPY_PATIENCE_US = 3000000, /* a copy without a picture begins as sound alone after this */
};

static struct pl_input *first_of(struct pl_film *f, enum pl_record_kind kind, size_t *count)
{
    struct pl_input *found = NULL;
    *count = 0;
    for (size_t i = 0; i < f->count; i++) {
        if (f->inputs[i]->info.kind != kind)
            continue;
        found = found ? found : f->inputs[i];
        ++*count;
    }
    return found;
}

static bool find_begin(struct pl_film *f, int64_t until)
{
    int64_t earliest = INT64_MAX;
    for (size_t i = 0; i < f->count; i++) {
        const struct pl_waiting *w = pl_input_first(f->inputs[i]);
        if (w && w->moment < earliest)
            earliest = w->moment;
    }
    if (earliest > until)
        return false;
    f->begin = earliest;
    return true;
}

/* A copy begins with a picture that can be begun with, or after some patience without any. */
static bool find_copy_begin(struct pl_film *f, int64_t until)
{
    size_t count;
    struct pl_input *picture = first_of(f, PL_RECORD_KIND_VIDEO, &count);
    const struct pl_waiting *w = picture ? pl_input_first(picture) : NULL;
    if (w && w->moment <= until) {
        f->begin = w->moment;
        f->copied_codec = w->codec;
        return true;
    }
    if (!find_begin(f, until))
        return false;
    f->first_sound = f->first_sound ? f->first_sound : f->begin;
    if (until - f->first_sound < COPY_PATIENCE_US) /* sound is kept no longer than it may be used */
        return false;
    f->video = f->copies_video = false;
    return f->audio;
}

static void size_so_far(const struct pl_film *f, uint32_t *width, uint32_t *height)
{
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    pl_film_paths(f->shared, f->command.file, f->type, final, part);
    pl_finish_size(part, f->type, width, height);
}

static void open_canvas(struct pl_film *f, uint32_t *width, uint32_t *height)
{
    size_t count;
    struct pl_input *picture = first_of(f, PL_RECORD_KIND_VIDEO, &count);
    const struct pl_waiting *w = picture ? pl_input_first(picture) : NULL;
    *width = f->command.width ? f->command.width : WIDTH;
    *height = f->command.height ? f->command.height : HEIGHT;
    if (f->command.clip == PL_RECORD_CLIP_DYNAMIC && !f->command.width && w && w->width) {
        *width = w->width;
        *height = w->height;
    }
    if (f->command.resume) /* a picture's size cannot change in the middle of a file */
        size_so_far(f, width, height);
    *width = *width < 16 ? 16 : *width & ~1u;
    *height = *height < 16 ? 16 : *height & ~1u;
    f->fonts = pl_fonts_open(f->shared->fonts, f->shared->font_count);
    if (!pl_canvas_init(&f->canvas, (int)*width, (int)*height, (enum pl_record_clip)f->command.clip,
                        f->fonts, f->shared->images))
        f->error = ENOMEM;
    else {
        pl_film_show_look(f);
        pl_film_show_insert(f);
    }
}

static void open_copy(struct pl_film *f, struct pl_sink_config *c)
{
    size_t sounds, pictures;
    struct pl_input *picture = first_of(f, PL_RECORD_KIND_VIDEO, &pictures);
    const struct pl_waiting *w = pl_input_first(picture);
    first_of(f, PL_RECORD_KIND_AUDIO, &sounds);
    f->type = pl_sink_type_for_copy(f->command.file_type, w->codec);
    f->copies_audio =
        sounds == 1 && f->type != PL_RECORD_FLV && !(f->command.flags & PL_FILM_MIXES_SOUND);
    c->copy_video = w->codec;
    c->copy_audio = f->copies_audio;
    c->first_key = pl_bytes_of(w->bytes, w->len);
    c->width = w->width;
    c->height = w->height;
}

/*
 * A recorder was killed in the middle: this piece begins where the one before has ended, so that
 * the film has no hole; a copy, which cannot show nothing, with its first picture. False: what
 * there is is of another type, for the publisher has changed his codec.
 */
static bool go_on_with(struct pl_film *f, const char *part)
{
    int64_t offsets[PL_PIECES_MAX], media = f->begin, start = (int64_t)f->command.begin_us;
    size_t count = f->command.resume ? pl_pieces_find(part, offsets) : 0;
    int64_t ended = (int64_t)f->command.from_ms * 1000;
    if (count == 0)
        return !f->command.resume || start == 0;
    if (f->copies_video)
        f->offset_us = media - start;
    else
        f->offset_us = ended;
    if (f->offset_us <= offsets[count - 1]) /* the clock was set, or nothing was told */
        f->offset_us = offsets[count - 1] + 1;
    f->begin = start + f->offset_us;
    f->gap_us = media - start > ended ? media - start - ended : 0;
    for (size_t i = 0; i < count; i++) {
        char path[PL_PIECE_PATH];
        struct stat st;
        pl_piece_path(path, part, offsets[i]);
        f->earlier_bytes += stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
    }
    return true;
}

static void begin(struct pl_film *f)
{
    char final[PL_FILM_PATH], part[PL_FILM_PATH], path[PL_PIECE_PATH];
    struct pl_sink_config c = {.path = path,
                               .video = f->video,
                               .audio = f->audio,
                               .fps = f->fps,
                               .video_bps = f->command.video_bps,
                               .audio_bps = f->command.audio_bps};
    if (f->copies_video)
        open_copy(f, &c);
    else if (f->video)
        open_canvas(f, &c.width, &c.height);
    c.type = f->type;
    pl_film_paths(f->shared, f->command.file, f->type, final, part);
    if (!go_on_with(f, part)) {
        f->changed = true;
        return;
    }
    pl_piece_path(path, part, f->offset_us);
    if (!f->error)
        f->error = pl_sink_open(&f->sink, &c);
    f->begun = f->error == 0;
    /* A track has to begin with the file: MP4 in fragments forgets where it began else. */
    if (f->begun && f->copies_audio)
        pl_sink_copy(&f->sink, false, pl_bytes_of("\xf8\xff\xfe", 3), true, 0);
    /* One dark picture stands for what is missing. */
    if (f->begun && f->gap_us > 0 && f->video && !f->copies_video) {
        pl_film_draw(f);
        if (f->gap_us * f->fps / 1000000 > f->pictures)
            f->pictures = f->gap_us * f->fps / 1000000;
    }
}

void pl_film_try_to_begin(struct pl_film *f, int64_t until)
{
    if (f->copies_video ? find_copy_begin(f, until) : find_begin(f, until))
        begin(f);
}
