/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/film_internal.h"

#include "recorder/budget.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    FPS = 25,
    BLOCK = 960, /* samples that are mixed at once */
};

void pl_film_paths(const struct pl_task_shared *shared, const char *file, enum pl_record_type type,
                   char final[PL_FILM_PATH], char part[PL_FILM_PATH])
{
    snprintf(final, PL_FILM_PATH, "%s/%s.%s", shared->root, file, pl_record_type_name(type));
    snprintf(part, PL_FILM_PATH, "%s/%s.%s.part", shared->root, file, pl_record_type_name(type));
}

static enum pl_record_layout layout_of(const struct pl_record_command *c)
{
    if (c->look.layout != PL_RECORD_LAYOUT_AUTO)
        return c->look.layout;
    return c->flags & PL_RECORD_ABREAST       ? PL_RECORD_LAYOUT_ABREAST
           : c->flags & PL_RECORD_MIX_VIDEO   ? PL_RECORD_LAYOUT_OVERLAY
           : c->flags & PL_RECORD_MULTISTREAM ? PL_RECORD_LAYOUT_GRID
                                              : PL_RECORD_LAYOUT_SINGLE;
}

void pl_film_init(struct pl_film *f, struct pl_task_shared *shared,
                  const struct pl_record_command *start)
{
    memset(f, 0, sizeof(*f));
    f->shared = shared;
    f->command = *start;
    f->type = start->file_type;
    f->fps = start->fps ? start->fps : FPS;
    if (!(start->flags & (PL_RECORD_VIDEO | PL_RECORD_AUDIO)))
        f->command.flags |= PL_RECORD_VIDEO | PL_RECORD_AUDIO;
    f->video = (f->command.flags & PL_RECORD_VIDEO) && start->file_type != PL_RECORD_MP3;
    f->audio = (f->command.flags & PL_RECORD_AUDIO) || start->file_type == PL_RECORD_MP3;
    f->copies_video = f->video && (start->flags & PL_RECORD_STREAM);
}

void pl_film_finish(struct pl_film *f)
{
    for (size_t i = 0; i < f->count; i++) {
        pl_input_finish(f->inputs[i]);
        free(f->inputs[i]);
    }
    f->count = 0;
    pl_canvas_finish(&f->canvas);
    pl_fonts_close(f->fonts);
}

/* ---- who is in it ---- */

static bool wants(const struct pl_film *f, const struct pl_source_info *info)
{
    uint32_t flags = f->command.flags;
    bool main = f->command.user == 0 || info->user == f->command.user;
    if (info->kind == PL_RECORD_KIND_AUDIO)
        return f->audio && (main || flags & PL_FILM_MIXES_SOUND);
    if (!f->video)
        return false;
    if (!f->copies_video && (flags & PL_FILM_MIXES_PICTURE || f->command.look.layout))
        return true;
    if (!main)
        return false;
    for (size_t i = 0; i < f->count && !(flags & PL_RECORD_MULTISTREAM && !f->copies_video); i++) {
        if (f->inputs[i]->info.kind == PL_RECORD_KIND_VIDEO)
            return false;
    }
    return true;
}

static struct pl_film_group *group_of(struct pl_film *f, uint32_t user)
{
    struct pl_film_group *unused = NULL;
    for (size_t i = 0; i < PL_RECORD_SOURCES_MAX; i++) {
        if (f->groups[i].inputs > 0 && f->groups[i].user == user)
            return &f->groups[i];
        if (f->groups[i].inputs == 0 && !unused)
            unused = &f->groups[i];
    }
    if (unused)
        *unused = (struct pl_film_group){.user = user};
    return unused;
}

bool pl_film_join(struct pl_film *f, const struct pl_source_info *info)
{
    struct pl_film_group *group;
    struct pl_input *in;
    if (!wants(f, info) || pl_film_input(f, info->source))
        return true;
    if (f->count == PL_RECORD_SOURCES_MAX)
        return false;
    group = group_of(f, info->user);
    in = malloc(sizeof(*in));
    if (!in || !pl_input_init(in, info, &group->group)) {
        if (in)
            pl_input_finish(in);
        free(in);
        return false;
    }
    in->voice.mixed = f->samples;
    group->inputs++;
    f->inputs[f->count++] = in;
    return true;
}

void pl_film_part(struct pl_film *f, uint32_t source)
{
    for (size_t i = 0; i < f->count; i++) {
        struct pl_input *in = f->inputs[i];
        if (in->info.source != source)
            continue;
        group_of(f, in->info.user)->inputs--;
        pl_input_finish(in);
        free(in);
        f->count--;
        memmove(&f->inputs[i], &f->inputs[i + 1], (f->count - i) * sizeof(f->inputs[0]));
        return;
    }
}

struct pl_input *pl_film_input(struct pl_film *f, uint32_t source)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->inputs[i]->info.source == source)
            return f->inputs[i];
    }
    return NULL;
}

void pl_film_mute(struct pl_film *f, uint32_t source, bool muted)
{
    struct pl_input *in = pl_film_input(f, source);
    if (!in || in->info.muted == muted)
        return;
    in->info.muted = muted;
    if (muted)
        av_frame_free(&in->shown);
}

void pl_film_show_look(struct pl_film *f)
{
    struct pl_record_look look = f->command.look;
    look.layout = layout_of(&f->command);
    if (f->canvas.picture)
        pl_canvas_set_look(&f->canvas, &look);
}

void pl_film_look(struct pl_film *f, const struct pl_record_look *look)
{
    f->command.look = *look;
    pl_film_show_look(f);
}

void pl_film_show_insert(struct pl_film *f)
{
    const struct pl_film_insert *i = &f->insert;
    if (f->canvas.picture)
        pl_canvas_set_insert(&f->canvas, i->image, i->x, i->y, i->w, i->h);
}

void pl_film_insert(struct pl_film *f, const struct pl_record_command *c)
{
    f->insert = (struct pl_film_insert){.x = c->x, .y = c->y, .w = c->w, .h = c->h};
    memcpy(f->insert.image, c->image, sizeof(f->insert.image));
    pl_film_show_insert(f);
}

/* ---- the middle ---- */

static void split(const struct pl_film *f, const struct pl_input *in, int32_t (*own)[2],
                  int32_t (*sum)[2])
{
    bool left = in->info.user == f->command.user;
    for (size_t i = 0; i < BLOCK; i++)
        sum[i][left ? 0 : 1] += (own[i][0] + own[i][1]) / 2;
}

static void mix_block(struct pl_film *f)
{
    int32_t sum[BLOCK][2] = {{0}};
    int16_t out[BLOCK][2];
    int64_t until = f->begin + (f->samples + BLOCK) * 1000 / 48;
    for (size_t i = 0; i < f->count; i++) {
        struct pl_input *in = f->inputs[i];
        int32_t own[BLOCK][2] = {{0}};
        if (in->info.kind != PL_RECORD_KIND_AUDIO)
            continue;
        pl_input_speak(in, until + PL_INPUT_WAIT_US / 2, f->begin);
        if (f->command.flags & PL_RECORD_STEREO) {
            pl_voice_mix(&in->voice, f->samples, own, BLOCK);
            split(f, in, own, sum);
        } else {
            pl_voice_mix(&in->voice, f->samples, sum, BLOCK);
        }
    }
    pl_voice_bend((const int32_t(*)[2])sum, out, BLOCK);
    pl_sink_sound(&f->sink, (const int16_t(*)[2])out, BLOCK);
    f->samples += BLOCK;
}

int64_t pl_film_moment_of_picture(const struct pl_film *f, int64_t number)
{
    return f->begin + number * 1000000 / f->fps;
}

void pl_film_draw(struct pl_film *f)
{
    struct pl_canvas_item items[PL_RECORD_SOURCES_MAX];
    int64_t at = pl_film_moment_of_picture(f, f->pictures);
    size_t count = 0;
    for (size_t i = 0; i < f->count; i++) {
        struct pl_input *in = f->inputs[i];
        if (in->info.kind != PL_RECORD_KIND_VIDEO)
            continue;
        pl_input_show(in, at + 500000 / f->fps); /* the nearest, not the one before */
        items[count++] = (struct pl_canvas_item){
            .who = {in->info.user, in->info.stream},
            .frame = in->info.muted ? NULL : in->shown,
            .serial = in->serial,
            .turns = in->shown_turns,
            .name = in->info.name,
        };
    }
    pl_sink_picture(&f->sink,
                    pl_canvas_draw(&f->canvas, items, count,
                                   (uint64_t)(at + atomic_load(&f->shared->wall_offset))),
                    f->pictures++);
}

/* The machine is too slow, or was stopped for a while: the file goes on at the right time. */
static void leave_out(struct pl_film *f, int64_t until)
{
    int64_t late = until - pl_film_moment_of_picture(f, f->pictures);
    if (f->video && !f->copies_video && late > PL_BUDGET_BEHIND_US) {
        int64_t skip = (late - PL_BUDGET_BEHIND_US / 2) * f->fps / 1000000;
        f->left_out += (uint64_t)skip;
        f->pictures += skip;
    }
}

static void advance_encoded(struct pl_film *f, int64_t until)
{
    for (;;) {
        int64_t sound = f->begin + (f->samples + BLOCK) * 1000 / 48;
        int64_t picture = pl_film_moment_of_picture(f, f->pictures);
        bool sound_due = f->audio && !f->copies_audio && sound <= until;
        bool picture_due = f->video && !f->copies_video && picture < until;
        if (pl_sink_error(&f->sink) || (!sound_due && !picture_due))
            return;
        if (sound_due && (!picture_due || sound <= picture))
            mix_block(f);
        else
            pl_film_draw(f);
    }
}

static bool is_copied(const struct pl_film *f, const struct pl_input *in)
{
    return in->info.kind == PL_RECORD_KIND_VIDEO ? f->copies_video : f->copies_audio;
}

static void copy_frame(struct pl_film *f, struct pl_input *in)
{
    const struct pl_waiting *w = pl_input_first(in);
    bool video = in->info.kind == PL_RECORD_KIND_VIDEO;
    if (video && w->codec != f->copied_codec)
        f->changed = true;
    else if (w->moment >= f->begin && !in->info.muted)
        pl_sink_copy(&f->sink, video, pl_bytes_of(w->bytes, w->len), w->key, w->moment - f->begin);
    pl_input_drop_first(in);
}

static void advance_copies(struct pl_film *f, int64_t until)
{
    while (!f->changed && !pl_sink_error(&f->sink)) {
        struct pl_input *next = NULL;
        int64_t at = until + 1;
        for (size_t i = 0; i < f->count; i++) {
            const struct pl_waiting *w =
                is_copied(f, f->inputs[i]) ? pl_input_first(f->inputs[i]) : NULL;
            if (w && w->moment < at) {
                at = w->moment;
                next = f->inputs[i];
            }
        }
        if (!next)
            return;
        copy_frame(f, next);
    }
}

void pl_film_advance(struct pl_film *f, pl_time_us now, int64_t until)
{
    for (size_t i = 0; i < f->count; i++)
        pl_input_work(f->inputs[i], now);
    if (!f->begun)
        pl_film_try_to_begin(f, until);
    if (!f->begun)
        return;
    leave_out(f, until);
    advance_copies(f, until);
    advance_encoded(f, until);
    if (!f->error)
        f->error = pl_sink_error(&f->sink);
}
