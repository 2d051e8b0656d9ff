/* SPDX-License-Identifier: Apache-2.0 */
#include "server/wiring.h"

#include "adapters/multicast/multicast.h"
#include "core/rights.h"
#include "core/trace.h"
#include "io/clock.h"
#include "io/random.h"
#include "io/thread.h"
#include "server/desk.h"
#include "server/feed.h"
#include "server/identity.h"
#include "server/plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- settings ---- */

static struct pl_bytes text(const char *s)
{
    return pl_bytes_str(s);
}

/* "5" is room number 5, anything else a name. */
static int32_t room_number(const char *name)
{
    char *end;
    long v = strtol(name, &end, 10);
    return *name != '\0' && *end == '\0' && v > 0 && v <= INT32_MAX ? (int32_t)v : 0;
}

static enum pl_core_p2p p2p_of(uint32_t setting)
{
    switch (setting) {
    case PL_CONFIG_P2P_ON:
        return PL_CORE_P2P_ON;
    case PL_CONFIG_P2P_ASK:
        return PL_CORE_P2P_ASKED;
    default:
        return PL_CORE_P2P_OFF;
    }
}

/* The configuration knows these names and no others, each once. */
static void wire_codecs(const struct pl_config *c, struct pl_core_config *core)
{
    static const char *const names[PL_CORE_CODECS] = {"H264", "VP8", "VP9", "AV1"};
    core->video_codec_count = 0;
    for (uint32_t i = 0; i < c->media.video_codecs.count; i++) {
        for (unsigned codec = 0; codec < PL_CORE_CODECS; codec++) {
            if (strcmp(c->media.video_codecs.items[i], names[codec]) == 0)
                core->video_codecs[core->video_codec_count++] = (enum pl_core_codec)codec;
        }
    }
}

static void wire_places(struct pl_wiring *w, const struct pl_config *c, struct pl_core_config *core)
{
    for (uint32_t i = 0; i < c->counter.area_count; i++)
        w->areas[i] = (struct pl_core_place){c->counter.areas[i].id, &c->counter.areas[i].setup};
    for (uint32_t i = 0; i < c->counter.queue_count; i++)
        w->queues[i] = (struct pl_core_place){c->counter.queues[i].id, &c->counter.queues[i].setup};
    core->areas = w->areas;
    core->area_count = c->counter.area_count;
    core->queues = w->queues;
    core->queue_count = c->counter.queue_count;
    for (uint32_t i = 0; i < c->counter.agent_count; i++)
        w->skilled[i] = (struct pl_core_skilled){c->counter.agents_known[i].id,
                                                 &c->counter.agents_known[i].profile};
    core->skilled = w->skilled;
    core->skilled_count = c->counter.agent_count;
    core->agents = (enum pl_core_agents)c->counter.agents;
    core->page_priority = c->counter.page_priority;
    core->ageing_us = PL_SEC(c->counter.ageing_seconds);
    core->service_ask_us = PL_SEC(c->counter.ask_seconds);
    for (uint32_t i = 0; i < c->counter.supervisors.count; i++)
        w->supervisors[i] = text(c->counter.supervisors.items[i]);
    core->supervisors = w->supervisors;
    core->supervisor_count = c->counter.supervisors.count;
    core->return_us = PL_SEC(c->counter.return_seconds);
    core->epoch_ms = (int64_t)(pl_clock_wall_us() / 1000u) - (int64_t)(pl_clock_now_us() / 1000u);
}

static uint64_t guests_denied(const struct pl_config *c)
{
    const struct {
        bool may;
        enum pl_right_id right;
    } all[] = {
        {c->guests.text, PL_RIGHT_TEXT_SEND},
        {c->guests.buffers, PL_RIGHT_BUFFER_SEND},
        {c->guests.server_data, PL_RIGHT_SERVER_SEND},
        {c->guests.files, PL_RIGHT_FILE_SEND},
        {c->guests.files, PL_RIGHT_FILE_TAKE},
        {c->guests.private_chat, PL_RIGHT_PRIVATE_ASK},
        {c->guests.calls, PL_RIGHT_CALL_MAKE},
        {c->guests.publish, PL_RIGHT_MEDIA_SEND},
        {c->guests.recording, PL_RIGHT_RECORD_ASK},
    };
    uint64_t denied = 0;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        denied |= all[i].may ? 0 : UINT64_C(1) << all[i].right;
    return denied;
}

static void wire_core(struct pl_wiring *w, const struct pl_config *c, struct pl_core_config *core)
{
    struct pl_random *random = pl_random_kernel();
    pl_core_config_init(core);
    core->server_version = text("parlord " PL_VERSION);
    core->server_password = text(c->login.server_password);
    core->guests = c->login.guests;
    core->expose_ip = c->login.tell_addresses;
    core->login_policy = c->login.passwords == PL_CONFIG_PASSWORDS_REFUSE ? PL_CORE_LOGIN_REFUSE
                                                                          : PL_CORE_LOGIN_ACCEPT;
    for (uint32_t i = 0; i < c->login.user_count; i++) {
        w->accounts[i] = (struct pl_core_account){text(c->login.users[i].name),
                                                  text(c->login.users[i].password)};
    }
    core->accounts = w->accounts;
    core->account_count = c->login.user_count;
    for (uint32_t i = 0; i < c->rooms.count; i++) {
        const struct pl_config_room *from = &c->rooms.list[i];
        w->rooms[i] = (struct pl_core_room_config){room_number(from->name), text(from->name),
                                                   text(from->password), from->max_users};
    }
    for (uint32_t i = 0; i < c->login.blocked.count; i++)
        w->blocked[i] = text(c->login.blocked.items[i]);
    core->blocked = w->blocked;
    core->blocked_count = c->login.blocked.count;
    core->keep_first = c->login.same_user == PL_CONFIG_SAME_REFUSE;
    core->ask[PL_ASK_LOGIN].on = pl_identity_wanted(c);
    core->ask_guests = c->login.accounts != PL_CONFIG_ACCOUNTS_NO; /* under names of others */
    core->rooms = w->rooms;
    core->room_count = c->rooms.count;
    core->password_policy = c->rooms.password_policy == PL_CONFIG_POLICY_CREATOR
                                ? PL_CORE_PASSWORD_CREATOR
                                : PL_CORE_PASSWORD_IGNORE;
    core->room_max_users = c->rooms.max_users;
    core->max_rooms = c->rooms.max_rooms;
    core->max_sessions = c->server.max_sessions;
    core->max_links = c->server.max_sessions + c->server.max_sessions / 4 + 16;
    core->messages_per_second = c->signal.messages_per_second;
    core->messages_burst = c->signal.burst;
    core->ping_ms = c->signal.ping_seconds * 1000;
    core->grace_us = PL_SEC(c->signal.resume_grace_seconds);
    core->logins_per_minute = c->login.logins_per_minute_per_ip;
    core->login_failures = c->login.max_failed;
    core->lock_us = PL_SEC(c->login.lock_seconds);
    core->server_data = (enum pl_core_server_data)c->chat.server_data;
    core->greeting = text(c->chat.greeting);
    core->private_chat = c->chat.private_chat;
    core->file_bytes = (uint64_t)c->files.max_mbyte << 20;
    core->file_store = c->files.total_mbyte > 0;
    core->call_ring_us = PL_SEC(c->calls.ring_seconds);
    core->friends = (enum pl_core_friends)c->friends.directory;
    core->friend_groups[0] = text(c->friends.named_group);
    core->friend_groups[1] = text(c->friends.guest_group);
    core->guests_denied = guests_denied(c);
    core->notices = pl_feed_wants_notices(c);
    pl_desk_core_config(c, core);
    pl_plugin_core_config(c, core);
    core->p2p = p2p_of(c->p2p.policy);
    core->p2p_max_room_users = c->p2p.max_room_users;
    core->simulcast = (enum pl_core_simulcast)c->media.simulcast;
    wire_places(w, c, core);
    wire_codecs(c, core);
    random->fill(random, core->hash_seed, sizeof(core->hash_seed));
}

static enum pl_srtp_crypto_kind crypto_of(uint32_t setting)
{
    switch (setting) {
    case PL_CONFIG_SRTP_EVP:
        return PL_SRTP_CRYPTO_EVP;
    case PL_CONFIG_SRTP_IPSEC_MB:
        return PL_SRTP_CRYPTO_IPSEC_MB;
    default:
        return PL_SRTP_CRYPTO_AUTO;
    }
}

static unsigned workers_of(const struct pl_config *c)
{
    unsigned cores = pl_thread_cores();
    unsigned n = c->server.workers ? c->server.workers : cores > 1 ? cores - 1 : 1;
    return n < PL_MEDIA_WORKERS_MAX ? n : PL_MEDIA_WORKERS_MAX;
}

static enum pl_err wire_media(const struct pl_config *c, const struct pl_dtls_cert *cert,
                              struct pl_media_pool_config *media, char error[PL_CONFIG_ERROR_MAX])
{
    *media = (struct pl_media_pool_config){.workers = workers_of(c),
                                           .bind = c->media.bind,
                                           .tcp = c->media.tcp,
                                           .tcp_per_address = 2u * c->server.max_links_per_ip,
                                           .crypto = crypto_of(c->media.srtp_backend),
                                           .cert = cert,
                                           .max_sessions = c->server.max_sessions,
                                           .realtime = c->server.realtime &&
                                                       workers_of(c) < pl_thread_cores(),
                                           .loudest = c->media.loudest,
                                           .silence = (uint8_t)c->media.silence,
                                           .key_pause_us = PL_MS(c->media.key_pause_ms),
                                           .copy_key_us = PL_SEC(c->multicast.key_seconds),
                                           .limits = {.peer_kbps = c->media.peer_kbit,
                                                      .peer_pps = c->media.peer_packets,
                                                      .stream_kbps = c->media.stream_kbit}};
    if (media->bind.family == PL_ADDR_NONE)
        media->bind = c->server.listen;
    media->bind.port = (uint16_t)c->media.port;
    for (uint32_t i = 0; i < c->media.advertise.count; i++) {
        const char *address = c->media.advertise.items[i];
        if (i == PL_MEDIA_ADDRESSES_MAX || pl_addr_parse(&media->advertise[i], address)) {
            snprintf(error, PL_CONFIG_ERROR_MAX,
                     "media.advertise: \"%s\" (allowed: up to %d IPv4 or IPv6 addresses)", address,
                     PL_MEDIA_ADDRESSES_MAX);
            return PL_E_RANGE;
        }
        media->advertise_count++;
    }
    return PL_OK;
}

static enum pl_err wire_multicast(struct pl_wiring *w, const struct pl_config *c,
                                  struct pl_core_config *core, char error[PL_CONFIG_ERROR_MAX])
{
    const struct pl_addr *group = &c->multicast.group;
    if (group->family == PL_ADDR_NONE)
        return PL_OK;
    if (!pl_multicast_fits(group, c->multicast.users.count)) {
        (void)snprintf(error, PL_CONFIG_ERROR_MAX,
                       "multicast.group: not a multicast address with a port, and four ports for "
                       "each of multicast.users (allowed: 224.0.0.0 to 239.255.255.255, ff00::/8)");
        return PL_E_RANGE;
    }
    for (uint32_t i = 0; i < c->multicast.users.count; i++)
        w->copied[i] = text(c->multicast.users.items[i]);
    core->copied = w->copied;
    core->copied_count = c->multicast.users.count;
    return PL_OK;
}

static void wire_spool(struct pl_wiring *w, const struct pl_config *c, struct pl_hub_config *out)
{
    if (c->files.directory[0])
        (void)snprintf(w->spool, sizeof(w->spool), "%s", c->files.directory);
    else
        (void)snprintf(w->spool, sizeof(w->spool), "%s/files", c->server.data);
    out->spool = w->spool;
    out->spool_limits = (struct pl_spool_limits){
        .total_bytes = (uint64_t)c->files.total_mbyte << 20,
        .user_bytes = (uint64_t)c->files.user_mbyte << 20,
        .keep_us = PL_SEC(3600) * c->files.keep_hours,
        .open_files = 256,
    };
}

enum pl_err pl_wiring_hub_config(struct pl_wiring *w, const struct pl_config *c,
                                 const struct pl_dtls_cert *cert, struct pl_hub_config *out,
                                 char error[PL_CONFIG_ERROR_MAX])
{
    enum pl_err err = wire_media(c, cert, &out->media, error);
    wire_core(w, c, &out->core);
    wire_spool(w, c, out);
    return err ? err : wire_multicast(w, c, &out->core, error);
}

/* ---- log ---- */

static enum pl_log_level fact_level(const struct pl_fact *fact)
{
    switch (fact->kind) {
    case PL_FACT_GUARD_LOCK:
    case PL_FACT_GUARD_CLOSE:
    case PL_FACT_LINK_REFUSED:
        return PL_LOG_WARN;
    default:
        return PL_LOG_INFO;
    }
}

static void on_fact(void *arg, const struct pl_fact *fact)
{
    const struct {
        const char *key;
        int64_t value;
    } all[] = {{"link", (int64_t)fact->link},
               {"session", (int64_t)fact->session},
               {"user", fact->user},
               {"room", fact->room},
               {"code", fact->code}};
    struct pl_log_field fields[sizeof(all) / sizeof(all[0])];
    size_t n = 0;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i].value != 0)
            fields[n++] = pl_log_num(all[i].key, all[i].value);
    }
    pl_log_write(arg, fact_level(fact), pl_trace_name(fact->kind), fields, n);
}

static void on_link(void *arg, uint64_t link, const char *ip, bool open, uint16_t code,
                    const char *why)
{
    if (open)
        pl_log_do(arg, PL_LOG_INFO, "link.open", pl_log_num("link", (int64_t)link),
                  pl_log_str("ip", ip));
    else
        pl_log_do(arg, PL_LOG_INFO, "link.close", pl_log_num("link", (int64_t)link),
                  pl_log_num("code", code), pl_log_str("why", why));
}

static void on_media(void *arg, uint64_t session, enum pl_media_role role, const char *detail)
{
    const char *peer = role == PL_MEDIA_PUB ? "pub" : "sub";
    if (detail)
        pl_log_do(arg, PL_LOG_WARN, "media.failed", pl_log_num("session", (int64_t)session),
                  pl_log_str("peer", peer), pl_log_str("why", detail));
    else
        pl_log_do(arg, PL_LOG_INFO, "media.connected", pl_log_num("session", (int64_t)session),
                  pl_log_str("peer", peer));
}

static void on_unsafe(void *arg, bool unsafe)
{
    if (unsafe)
        pl_log_do(arg, PL_LOG_ERROR, "store.unsafe",
                  pl_log_str("why", "what is to be kept waits for longer than store.safe_seconds: "
                                    "it is acknowledged unwritten; nobody may come in to the "
                                    "service counters until it is safe"));
    else
        pl_log_do(arg, PL_LOG_INFO, "store.safe",
                  pl_log_str("why", "everything that waited is written"));
}

static void on_fatal(void *arg, const char *what)
{
    pl_log_do(arg, PL_LOG_ERROR, "server.fatal", pl_log_str("why", what));
    abort(); /* half-done effects must not go on; the process is restarted by its keeper */
}

const struct pl_hub_observer pl_wiring_observer = {on_fact, on_link, on_media, on_unsafe, on_fatal};

void pl_wiring_log_start(struct pl_log *log, const struct pl_config *c, struct pl_hub *hub)
{
    struct pl_media_pool *media = pl_hub_media(hub);
    struct pl_addr first = pl_media_pool_address(media, 0, 0);
    pl_log_do(log, PL_LOG_INFO, "media.start", pl_log_addr("address", &first),
              pl_log_num("workers", pl_media_pool_workers(media)),
              pl_log_str("srtp", pl_media_pool_crypto(media)));
    if (c->server.realtime && !pl_media_pool_is_realtime(media))
        pl_log_do(log, PL_LOG_WARN, "media.not_realtime",
                  pl_log_str("why", pl_media_pool_workers(media) < pl_thread_cores()
                                        ? "server.realtime: the system does not allow it; give the "
                                          "service LimitRTPRIO=1 (systemd) or CAP_SYS_NICE"
                                        : "server.realtime: workers on every core would leave none "
                                          "for the rest; set server.workers below the cores"));
    if (c->login.guests && c->login.passwords == PL_CONFIG_PASSWORDS_ACCEPT &&
        c->login.server_password[0] == '\0')
        pl_log_do(log, PL_LOG_WARN, "server.open",
                  pl_log_str("why", "anybody may log in: fit for a trial; set login.guests, "
                                    "login.passwords or login.server_password"));
}
