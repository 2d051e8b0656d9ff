/* SPDX-License-Identifier: Apache-2.0 */
#include "media/voice/speakers.h"

#include <assert.h>
#include <string.h>

enum {
    FALL_DB_PER_SECOND = 40,
    LEVEL_MAX = 127,
};

/* Packets above silence with less than this between them are one utterance. */
#define BREATH_US PL_MS(130)

/* ---- a published sound ---- */

void pl_voice_init(struct pl_voice *v)
{
    memset(v, 0, sizeof(*v));
}

int32_t pl_voice_loudness(const struct pl_voice *v, pl_time_us now)
{
    uint64_t elapsed = now - v->input_at;
    uint64_t fallen = elapsed < PL_SEC(LEVEL_MAX)
                          ? elapsed * FALL_DB_PER_SECOND * PL_LOUDNESS_DB / 1000000u
                          : UINT32_MAX;
    return fallen < (uint64_t)v->loudness ? v->loudness - (int32_t)fallen : 0;
}

static int32_t loudness_of(const struct pl_voice_packet *p)
{
    if (p->empty)
        return 0;
    return p->has_level ? (LEVEL_MAX - p->level) * PL_LOUDNESS_DB : PL_VOICE_UNKNOWN;
}

static bool is_silence(const struct pl_voice_packet *p, uint8_t silence)
{
    return p->empty || (p->has_level && p->level >= silence);
}

bool pl_voice_input(struct pl_voice *v, pl_time_us now, uint8_t silence,
                    const struct pl_voice_packet *packet)
{
    int32_t heard = loudness_of(packet), before = pl_voice_loudness(v, now);
    /* One click is not speech: upwards in halves, 94 % within four packets. */
    v->loudness = heard > before ? before + (heard - before + 1) / 2 : before;
    v->input_at = now;
    v->levels = packet->has_level;
    if (silence == 0 || !is_silence(packet, silence)) {
        if (!v->open || now - v->spoke_at > BREATH_US)
            v->began_at = now;
        v->spoke_at = now;
        v->open = true;
    } else if (v->open && now - v->spoke_at >= PL_VOICE_HANG_US) {
        v->open = false;
    }
    return v->open;
}

/* ---- a listener ---- */

void pl_speakers_init(struct pl_speakers *s, unsigned limit)
{
    assert(limit <= PL_SPEAKERS_MAX);
    memset(s, 0, sizeof(*s));
    s->limit = (uint8_t)limit;
}

static void seat(struct pl_speakers *s, pl_time_us now, unsigned place, struct pl_speaker *who,
                 const struct pl_voice *voice)
{
    assert(!s->places[place - 1]);
    s->places[place - 1] = who;
    s->taken++;
    s->looked_at = 0;
    *who = (struct pl_speaker){.voice = voice, .since = now, .place = (uint8_t)place};
}

void pl_speakers_release(struct pl_speakers *s, struct pl_speaker *who)
{
    if (who->place != 0) {
        s->places[who->place - 1] = NULL;
        s->taken--;
        s->looked_at = 0;
    }
    memset(who, 0, sizeof(*who));
}

static bool seat_free(struct pl_speakers *s, pl_time_us now, struct pl_speaker *who,
                      const struct pl_voice *voice)
{
    for (unsigned i = 0; i < s->limit; i++) {
        if (!s->places[i]) {
            seat(s, now, i + 1, who, voice);
            return true;
        }
    }
    return false;
}

static bool has_left_off(const struct pl_speaker *holder, pl_time_us now)
{
    return now - holder->voice->spoke_at >= PL_SPEAKERS_KEEP_US;
}

/* The place that would be lost first. Who has just come, and speaks, does not lose it. */
static void look(struct pl_speakers *s, pl_time_us now)
{
    if (s->looked_at != 0 && now - s->looked_at < PL_SPEAKERS_LOOK_US)
        return;
    s->looked_at = now;
    s->weakest = 0;
    for (unsigned i = 0; i < s->limit; i++) {
        const struct pl_speaker *holder = s->places[i];
        int32_t loudness = has_left_off(holder, now) ? -PL_SPEAKERS_MARGIN - 1
                                                     : pl_voice_loudness(holder->voice, now);
        if (loudness >= 0 && now - holder->since < PL_SPEAKERS_TENURE_US)
            continue;
        if (s->weakest == 0 || loudness < s->weakest_loudness) {
            s->weakest = (uint8_t)(i + 1);
            s->weakest_loudness = loudness;
        }
    }
}

/* Nobody can tell which of two without levels speaks: each gets its turn. */
static unsigned whose_turn_is_over(const struct pl_speakers *s, pl_time_us now,
                                   const struct pl_speaker *who)
{
    unsigned longest = 0;
    if (now - who->waits_since < PL_SPEAKERS_TURN_US)
        return 0;
    for (unsigned i = 0; i < s->limit; i++) {
        const struct pl_speaker *holder = s->places[i];
        if (holder->voice->levels || now - holder->since < PL_SPEAKERS_TURN_US)
            continue;
        if (longest == 0 || holder->since < s->places[longest - 1]->since)
            longest = i + 1;
    }
    return longest;
}

/* The place that the newcomer takes over; 0: none yet. */
static unsigned won_place(struct pl_speakers *s, pl_time_us now, struct pl_speaker *who,
                          const struct pl_voice *voice)
{
    if (who->waits_since == 0)
        who->waits_since = now;
    look(s, now);
    if (s->weakest != 0 && s->weakest_loudness < 0)
        return s->weakest; /* has left off */
    if (s->weakest != 0 && voice->spoke_at - voice->began_at >= PL_SPEAKERS_ENTRY_US &&
        pl_voice_loudness(voice, now) >= s->weakest_loudness + PL_SPEAKERS_MARGIN)
        return s->weakest;
    return voice->levels ? 0 : whose_turn_is_over(s, now, who);
}

bool pl_speakers_admit(struct pl_speakers *s, pl_time_us now, struct pl_speaker *who,
                       const struct pl_voice *voice)
{
    unsigned place;
    if (s->limit == 0 || who->place != 0)
        return true;
    if (s->taken < s->limit)
        return seat_free(s, now, who, voice);
    place = won_place(s, now, who, voice);
    if (place == 0)
        return false;
    pl_speakers_release(s, s->places[place - 1]);
    seat(s, now, place, who, voice);
    return true;
}
