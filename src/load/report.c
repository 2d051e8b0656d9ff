/* SPDX-License-Identifier: Apache-2.0 */
/* The result for people and for programs. */
#include "load/load.h"

#include <jansson.h>

static double ratio(double a, double b)
{
    return b > 0 ? a / b : 0;
}

static double ms(uint64_t us)
{
    return (double)us / 1000;
}

static const char *profile_name(unsigned profiles)
{
    switch (profiles) {
    case 0:
        return "none";
    case 1u << PL_SRTP_AEAD_AES_128_GCM:
        return "AEAD_AES_128_GCM";
    case 1u << PL_SRTP_AEAD_AES_256_GCM:
        return "AEAD_AES_256_GCM";
    case 1u << PL_SRTP_AES128_CM_SHA1_80:
        return "AES128_CM_SHA1_80";
    default:
        return "several";
    }
}

static double joins_per_second(const struct pl_load_result *r)
{
    return ratio((double)r->join.count * 1e6, (double)r->joining_us);
}

static uint64_t lost(const struct pl_load_result *r)
{
    return r->missing > r->repaired ? r->missing - r->repaired : 0;
}

/* Of who receives. */
static double rss_per_subscriber(const struct pl_load_result *r)
{
    double grown = (double)r->server.rss_kib - (double)r->server_before.rss_kib;
    return ratio(grown, (double)r->join.count);
}

#define N(x) ((unsigned long long)(x))

static void print_server(FILE *out, const struct pl_load_result *r)
{
    if (!r->server_known)
        return;
    fprintf(out, "server CPU           %.0f ms, %.1f %% of a core, %.2f us a received packet\n",
            ms(r->server.cpu_us), 100 * ratio((double)r->server.cpu_us, (double)r->measured_us),
            ratio((double)r->server.cpu_us, (double)r->received));
    fprintf(out, "server memory        %llu KiB, before %llu KiB, %.1f KiB more a subscriber\n",
            N(r->server.rss_kib), N(r->server_before.rss_kib), rss_per_subscriber(r));
}

static void print_shape(FILE *out, const struct pl_load_shape *s)
{
    fprintf(out, "%s: %u room%s, each %u to %u%s, video %.0f kbit/s, audio %.0f kbit/s%s\n",
            s->name, s->rooms, s->rooms == 1 ? "" : "s", s->publishers, s->subscribers,
            s->mesh ? " and themselves" : "", pl_load_camera_kbps(&s->video),
            pl_load_camera_kbps(&s->audio), s->impairs ? ", bad network" : "");
}

static void print_happened(FILE *out, const struct pl_load_result *r)
{
    const struct pl_load_happened *h = &r->happened;
    fprintf(out, "came and went        %u left, %u returned; %u unpublished, %u published again\n",
            h->left, h->returned, h->unpublished, h->published);
    fprintf(out, "changed network      %u; media back p50 %.0f  p99 %.0f  max %.0f ms\n",
            h->restarted, ms(pl_histogram_at(&r->back, 500)), ms(pl_histogram_at(&r->back, 990)),
            ms(r->back.max));
}

void pl_load_print_table(FILE *out, const struct pl_load_options *o, const struct pl_load_result *r)
{
    const struct pl_histogram *d = &r->delay, *j = &r->join, *a = &r->answer;
    fprintf(out, "%s, %s, %.1f s\n", o->backend->name, profile_name(r->profiles),
            (double)r->measured_us / 1e6);
    for (size_t i = 0; i < o->shape_count; i++)
        print_shape(out, &o->shapes[i]);
    fputc('\n', out);
    fprintf(out, "joined               %u of %u, %u failed, %u lost later\n", r->joined, r->wanted,
            r->failed, r->lost);
    for (size_t i = 0; i < PL_LOAD_REASONS_MAX && r->reasons[i].count > 0; i++)
        fprintf(out, "                     %u x %s\n", r->reasons[i].count, r->reasons[i].text);
    fprintf(out, "answer to media      p50 %.1f  p99 %.1f  max %.1f ms; %.0f joins a second\n",
            ms(pl_histogram_at(a, 500)), ms(pl_histogram_at(a, 990)), ms(a->max),
            joins_per_second(r));
    fprintf(out, "link to media        p50 %.1f  p99 %.1f  max %.1f ms\n",
            ms(pl_histogram_at(j, 500)), ms(pl_histogram_at(j, 990)), ms(j->max));
    fprintf(out, "packets received     %llu", N(r->received));
    if (r->due > 0)
        fprintf(out, " of %llu due", N(r->due));
    fprintf(out, ", %.0f a second, %.1f Mbit/s\n",
            ratio((double)r->received * 1e6, (double)r->measured_us),
            ratio((double)r->bytes * 8, (double)r->measured_us));
    fprintf(out, "lost                 %llu (%llu missing, %llu repaired)\n", N(lost(r)),
            N(r->missing), N(r->repaired));
    fprintf(out, "not authentic        %llu; unknown %llu\n", N(r->auth_failures), N(r->unknown));
    fprintf(out, "forwarding delay     min %.3f  p50 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms\n",
            ms(d->min), ms(pl_histogram_at(d, 500)), ms(pl_histogram_at(d, 990)),
            ms(pl_histogram_at(d, 999)), ms(d->max));
    fprintf(out, "least of each peer   min %.3f  p50 %.3f  p99 %.3f  max %.3f ms\n",
            ms(r->least.min), ms(pl_histogram_at(&r->least, 500)),
            ms(pl_histogram_at(&r->least, 990)), ms(r->least.max));
    if (pl_load_options_churn(o))
        print_happened(out, r);
    fprintf(out, "socket drops         %llu here, %llu on the whole machine; %llu not sent\n",
            N(r->own_drops), N(r->udp_drops), N(r->own_unsent));
    fprintf(out, "own CPU              %.1f %% of a core\n",
            100 * ratio((double)r->own.cpu_us, (double)r->measured_us));
    print_server(out, r);
    fprintf(out, "%s        %.1f %% of a core\n",
            r->server_known ? "other processes" : "all others     ",
            100 * ratio((double)r->others_cpu_us, (double)r->measured_us));
}

/* ---- JSON ---- */

static json_t *number(uint64_t n)
{
    return json_integer((json_int_t)n);
}

static json_t *percentiles(const struct pl_histogram *h)
{
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "count", number(h->count), "min", number(h->min),
                     "p50", number(pl_histogram_at(h, 500)), "p99", number(pl_histogram_at(h, 990)),
                     "p999", number(pl_histogram_at(h, 999)), "max", number(h->max));
}

static json_t *joins(const struct pl_load_result *r)
{
    json_t *reasons = json_array();
    for (size_t i = 0; i < PL_LOAD_REASONS_MAX && r->reasons[i].count > 0; i++)
        json_array_append_new(reasons, json_pack("{s:s,s:i}", "reason", r->reasons[i].text, "count",
                                                 (int)r->reasons[i].count));
    return json_pack("{s:i,s:i,s:i,s:i,s:f,s:o,s:o,s:o}", "wanted", (int)r->wanted, "joined",
                     (int)r->joined, "failed", (int)r->failed, "lost_later", (int)r->lost,
                     "per_second", joins_per_second(r), "link_to_media_us", percentiles(&r->join),
                     "answer_to_media_us", percentiles(&r->answer), "failures", reasons);
}

static json_t *media(const struct pl_load_result *r)
{
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "sent", number(r->sent),
                     "key_frames_sent", number(r->keys), "due",
                     r->due > 0 ? number(r->due) : json_null(), "received", number(r->received),
                     "missing", number(r->missing), "repaired", number(r->repaired), "lost",
                     number(lost(r)), "auth_failures", number(r->auth_failures), "unknown",
                     number(r->unknown), "bytes", number(r->bytes));
}

static json_t *own(const struct pl_load_result *r)
{
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "others_cpu_us", number(r->others_cpu_us),
                     "socket_drops", number(r->own_drops), "not_sent", number(r->own_unsent),
                     "machine_socket_drops", number(r->udp_drops), "cpu_us", number(r->own.cpu_us),
                     "rss_kib", number(r->own.rss_kib));
}

static json_t *server(const struct pl_load_options *o, const struct pl_load_result *r)
{
    if (!r->server_known)
        return json_null();
    return json_pack("{s:i,s:o,s:f,s:o,s:o,s:f}", "pid", (int)o->server_pid, "cpu_us",
                     number(r->server.cpu_us), "cpu_us_per_packet",
                     ratio((double)r->server.cpu_us, (double)r->received), "rss_before_kib",
                     number(r->server_before.rss_kib), "rss_kib", number(r->server.rss_kib),
                     "rss_kib_per_subscriber", rss_per_subscriber(r));
}

static json_t *shapes(const struct pl_load_options *o)
{
    json_t *all = json_array();
    for (size_t i = 0; i < o->shape_count; i++) {
        const struct pl_load_shape *s = &o->shapes[i];
        json_array_append_new(
            all, json_pack("{s:s,s:i,s:i,s:i,s:b,s:f,s:i,s:i,s:f,s:b}", "name", s->name, "rooms",
                           (int)s->rooms, "publishers", (int)s->publishers, "subscribers",
                           (int)s->subscribers, "mesh", (int)s->mesh, "video_kbps",
                           pl_load_camera_kbps(&s->video), "frame_packets", (int)s->video.packets,
                           "packet_payload_bytes", (int)s->video.payload_bytes, "audio_kbps",
                           pl_load_camera_kbps(&s->audio), "impairs", (int)s->impairs));
    }
    return all;
}

static json_t *happened(const struct pl_load_result *r)
{
    const struct pl_load_happened *h = &r->happened;
    return json_pack("{s:i,s:i,s:i,s:i,s:i,s:o}", "left", (int)h->left, "returned",
                     (int)h->returned, "unpublished", (int)h->unpublished, "published",
                     (int)h->published, "restarted", (int)h->restarted, "restart_to_media_us",
                     percentiles(&r->back));
}

enum pl_err pl_load_print_json(FILE *out, const struct pl_load_options *o,
                               const struct pl_load_result *r)
{
    json_t *all = json_pack(
        "{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "version", PL_VERSION, "backend",
        o->backend->name, "srtp", profile_name(r->profiles), "shapes", shapes(o), "measured_us",
        number(r->measured_us), "joins", joins(r), "media", media(r), "delay_us",
        percentiles(&r->delay), "least_delay_of_peers_us", percentiles(&r->least), "churn",
        happened(r), "load", own(r), "server", server(o, r));
    int failed;
    if (!all)
        return PL_E_NOMEM;
    failed = json_dumpf(all, out, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    json_decref(all);
    return failed || fputc('\n', out) == EOF || fflush(out) == EOF ? PL_E_IO : PL_OK;
}
