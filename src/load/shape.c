/* SPDX-License-Identifier: Apache-2.0 */
#include "load/shape.h"

#include "impair/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FRAMES_PER_SECOND = 30,
    KEY_EVERY = 90, /* each third second */
    DELTA_PACKETS = 7,
    KEY_PACKETS = 41, /* for as many of a delta frame */
    PACKET_BYTES = 1200,
    FRAME_PACKETS_MAX = 40,
    AUDIO_PER_SECOND = 50,
    AUDIO_KBPS = 64,
    LONG_TIME = 86400, /* seconds */
};

bool pl_load_read_number(const char *text, unsigned min, unsigned max, unsigned *out)
{
    char *end;
    unsigned long n;
    errno = 0;
    n = strtoul(text, &end, 10);
    if (errno || *text < '0' || *text > '9' || *end || n < min || n > max)
        return false;
    *out = (unsigned)n;
    return true;
}

/* ---- what is sent ---- */

static struct pl_rtc_camera camera(unsigned packets, size_t bytes)
{
    return (struct pl_rtc_camera){
        .interval_us = PL_SEC(1) / FRAMES_PER_SECOND,
        .packets = packets,
        .key_packets = (packets * KEY_PACKETS + DELTA_PACKETS / 2) / DELTA_PACKETS,
        .payload_bytes = bytes,
        .key_every = KEY_EVERY,
    };
}

/* A key frame weighs 41/7 of another. Each frame is cut into packets of one size, as libwebrtc
 * does. */
static struct pl_rtc_camera camera_of(unsigned kbps)
{
    uint64_t three_seconds = (uint64_t)kbps * 1000 / 8 * KEY_EVERY / FRAMES_PER_SECOND;
    uint64_t frame =
        three_seconds * DELTA_PACKETS / (DELTA_PACKETS * (KEY_EVERY - 1) + KEY_PACKETS);
    unsigned packets = (unsigned)((frame + PACKET_BYTES - 1) / PACKET_BYTES);
    return camera(packets, (size_t)(frame / packets));
}

static bool read_video(const char *text, struct pl_rtc_camera *out)
{
    const char *x = strchr(text, 'x');
    unsigned kbps, packets, bytes;
    char first[8];
    if (strcmp(text, "off") == 0) {
        *out = (struct pl_rtc_camera){0};
        return true;
    }
    if (!x) {
        if (!pl_load_read_number(text, 50, 200000, &kbps))
            return false;
        *out = camera_of(kbps);
        return true;
    }
    if (!pl_bytes_to_str(pl_bytes_of(text, (size_t)(x - text)), first, sizeof(first)) ||
        !pl_load_read_number(first, 1, FRAME_PACKETS_MAX, &packets) ||
        !pl_load_read_number(x + 1, 50, PACKET_BYTES, &bytes))
        return false;
    *out = camera(packets, bytes);
    return true;
}

static struct pl_rtc_camera microphone(unsigned kbps)
{
    return (struct pl_rtc_camera){.interval_us = PL_SEC(1) / AUDIO_PER_SECOND,
                                  .packets = 1,
                                  .payload_bytes = kbps * 1000 / 8 / AUDIO_PER_SECOND};
}

static bool read_audio(const char *text, struct pl_rtc_camera *out)
{
    unsigned kbps = AUDIO_KBPS;
    if (strcmp(text, "off") == 0) {
        *out = (struct pl_rtc_camera){0};
        return true;
    }
    if (strcmp(text, "on") != 0 && !pl_load_read_number(text, 16, 480, &kbps))
        return false;
    *out = microphone(kbps);
    return true;
}

double pl_load_camera_kbps(const struct pl_rtc_camera *c)
{
    double packets = c->packets;
    if (c->interval_us == 0)
        return 0;
    if (c->key_every > 0)
        packets = ((c->key_every - 1.0) * c->packets + c->key_packets) / c->key_every;
    return packets * (double)c->payload_bytes * 8000 / (double)c->interval_us;
}

/* ---- keys ---- */

struct number {
    const char *key;
    size_t offset;
    unsigned min, max;
};

#define AT(member) offsetof(struct pl_load_shape, member)

static const struct number numbers[] = {
    {"rooms", AT(rooms), 1, PL_LOAD_PEERS_MAX},
    {"publishers", AT(publishers), 1, PL_LOAD_PUBLISHERS_MAX},
    {"subscribers", AT(subscribers), 0, PL_LOAD_PEERS_MAX},
    {"leave", AT(leave), 0, LONG_TIME},
    {"away", AT(away), 1, LONG_TIME},
    {"unpublish", AT(unpublish), 0, LONG_TIME},
    {"silent", AT(silent), 1, LONG_TIME},
    {"restart", AT(restart), 0, LONG_TIME},
    {"impaired", AT(impaired), 0, 100},
};

static const struct flag {
    const char *key;
    size_t offset;
} flags[] = {{"mesh", AT(mesh)},
             {"agree", AT(agree)},
             {"feedback", AT(feedback)},
             {"nacks", AT(nacks)},
             {"reports", AT(reports)}};

static bool read_flag(const char *text, bool *out)
{
    *out = strcmp(text, "yes") == 0 || strcmp(text, "on") == 0;
    return *out || strcmp(text, "no") == 0 || strcmp(text, "off") == 0;
}

static bool read_network(struct pl_load_shape *s, struct pl_impair_settings *way, const char *text)
{
    s->impairs = true;
    return pl_impair_settings_read(way, text) == PL_OK;
}

bool pl_load_shape_set(struct pl_load_shape *s, const char *key, const char *value, char *wanted,
                       size_t size)
{
    char *base = (char *)s;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        const struct number *n = &numbers[i];
        if (strcmp(key, n->key) != 0)
            continue;
        snprintf(wanted, size, "must be a number from %u to %u", n->min, n->max);
        return pl_load_read_number(value, n->min, n->max, (unsigned *)(void *)(base + n->offset));
    }
    snprintf(wanted, size, "yes or no");
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (strcmp(key, flags[i].key) == 0)
            return read_flag(value, (bool *)(void *)(base + flags[i].offset));
    }
    snprintf(wanted, size, "such as \"loss=2%% delay=40ms rate=2mbit queue=200ms\"");
    if (strcmp(key, "up") == 0)
        return read_network(s, &s->up, value);
    if (strcmp(key, "down") == 0)
        return read_network(s, &s->down, value);
    snprintf(wanted, size, "must be off, on, or kbit/s from 16 to 480");
    if (strcmp(key, "audio") == 0)
        return read_audio(value, &s->audio);
    snprintf(wanted, size,
             "must be off, kbit/s from 50 to 200000, or packets x bytes such as 7x1180");
    if (strcmp(key, "video") == 0)
        return read_video(value, &s->video);
    snprintf(wanted, size, "there is no such option");
    return false;
}

struct pl_load_shape pl_load_shape_default(void)
{
    return (struct pl_load_shape){
        .name = "rooms",
        .rooms = 1,
        .publishers = 1,
        .subscribers = 3,
        .video = camera_of(1200),
        .audio = microphone(AUDIO_KBPS),
        .away = 5,
        .silent = 5,
        .up = pl_impair_settings_none(),
        .down = pl_impair_settings_none(),
        .impaired = 100,
        .feedback = true,
        .nacks = true,
        .reports = true,
    };
}

uint64_t pl_load_shape_peers(const struct pl_load_shape *s)
{
    return (uint64_t)s->rooms * (s->publishers + s->subscribers);
}

bool pl_load_shape_churns(const struct pl_load_shape *s)
{
    return s->leave > 0 || s->unpublish > 0 || s->restart > 0;
}
