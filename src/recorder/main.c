/* SPDX-License-Identifier: Apache-2.0 */
/* parlor-recorder: the loop. docs/recorder.md says what it is for. */
#include "io/clock.h"
#include "io/random.h"
#include "io/udp_batch.h"
#include "recorder/engine.h"
#include "recorder/journal.h"
#include "recorder/link.h"
#include "recorder/recover.h"
#include "recorder/settings.h"
#include "recorder/ways.h"

#include <errno.h>
#include <libavutil/log.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    TICK_MS = 200,
    HELLO_US = 10000000, /* a peer that does not greet is sent away */
    SOCKET_BYTES = 8 << 20,
};

struct recorder {
    struct pl_task_shared shared; /* first: see on_event */
    struct pl_recorder_settings settings;
    struct pl_engine engine;
    struct pl_link link;
    struct pl_udp *udp;
    int listener; /* -1: the link is inherited */
    char secret[PL_RECORD_NAME_MAX + 1];
    uint64_t cookie;
    struct pl_left left; /* by a killed recorder; `finisher` works on it while `finishing` */
    pthread_t finisher;
    bool finisher_runs; /* it has to be waited for */
    atomic_bool finishing;
    pl_time_us opened_at;
    bool quitting;
    struct pl_record_command command;
};

static volatile sig_atomic_t asked_to_end;

static void on_signal(int number)
{
    asked_to_end = number;
}

static void on_event(struct pl_task_shared *shared, const struct pl_record_event *e)
{
    struct recorder *r = (struct recorder *)(void *)shared;
    pl_link_tell(&r->link, e);
}

/* ---- the link's own commands ---- */

static void tell_again(void *context, const struct pl_record_command *start,
                       const struct pl_record_event *finished)
{
    struct recorder *r = context;
    (void)start;
    if (finished)
        pl_link_tell(&r->link, finished);
}

static void *finish_left(void *arg)
{
    struct recorder *r = arg;
    for (size_t i = 0; i < r->left.count; i++)
        pl_recover_one(&r->shared, &r->left.starts[i]);
    atomic_store(&r->finishing, false);
    pl_link_wake(&r->link);
    return NULL;
}

/* Large files take their time: in a thread, so that nobody waits for it. Those that go on are left.
 */
static void recover(struct recorder *r)
{
    size_t kept = 0;
    if (r->finisher_runs) /* once is enough: what came later is nobody's but ours */
        return;
    pl_recover_free(&r->left);
    pl_recover_list(&r->shared, &r->left);
    for (size_t i = 0; i < r->left.count; i++) {
        if (!pl_idmap_get(&r->engine.tasks, r->left.starts[i].id))
            r->left.starts[kept++] = r->left.starts[i];
    }
    r->left.count = kept;
    atomic_store(&r->finishing, true);
    r->finisher_runs = pthread_create(&r->finisher, NULL, finish_left, r) == 0;
    if (!r->finisher_runs)
        (void)finish_left(r);
}

static bool greet(struct recorder *r, const struct pl_record_command *c)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_READY,
                                .version = PL_RECORD_VERSION,
                                .port = pl_udp_local(r->udp).port,
                                .cookie = r->cookie,
                                .recovered = r->finisher_runs ? 0 : (uint32_t)r->left.count};
    if (!pl_bytes_eq_secret(pl_bytes_str(c->secret), pl_bytes_str(r->secret))) {
        fprintf(stderr, "parlor-recorder: a peer without the secret was sent away\n");
        return false;
    }
    if (c->version != PL_RECORD_VERSION) {
        fprintf(stderr, "parlor-recorder: the peer speaks version %u, this is %d\n", c->version,
                PL_RECORD_VERSION);
        return false;
    }
    if (c->stamp_us) {
        int64_t offset = (int64_t)(pl_clock_now_us() - c->stamp_us);
        atomic_store(&r->shared.stamp_offset, offset);
        atomic_store(&r->shared.wall_offset,
                     (int64_t)(c->wall_us ? c->wall_us : pl_clock_wall_us()) -
                         (int64_t)c->stamp_us);
    }
    pthread_mutex_lock(&r->link.lock); /* recordings that go on tell events meanwhile */
    r->link.greeted = true;
    pthread_mutex_unlock(&r->link.lock);
    pl_link_tell(&r->link, &e);
    pl_journal_read(r->settings.root, tell_again, r);
    if (!c->resumes)
        recover(r);
    return true;
}

static bool on_line(void *context, struct pl_bytes line)
{
    struct recorder *r = context;
    struct pl_record_command *c = &r->command;
    struct pl_record_event e = {.type = PL_RECORD_EVENT_PONG};
    const char *why;
    if (pl_record_read_command(line, c, &why)) {
        fprintf(stderr, "parlor-recorder: a command is not understood: %s\n", why);
        e = (struct pl_record_event){
            .type = PL_RECORD_EVENT_REFUSED, .id = c->id, .code = PL_RECORD_CODE_BAD};
        snprintf(e.text, sizeof(e.text), "%s: missing, of another type, or out of its range", why);
        pl_link_tell(&r->link, &e);
        return r->link.greeted;
    }
    if (c->type == PL_RECORD_CMD_HELLO)
        return greet(r, c);
    if (!r->link.greeted)
        return false;
    switch (c->type) {
    case PL_RECORD_CMD_ACK:
        pl_journal_forget(r->settings.root, c->id);
        break;
    case PL_RECORD_CMD_PING:
        e.id = c->id;
        pl_link_tell(&r->link, &e);
        break;
    case PL_RECORD_CMD_RECOVER:
        recover(r);
        break;
    case PL_RECORD_CMD_QUIT:
        r->quitting = true;
        pl_engine_stop_all(&r->engine, false);
        break;
    default:
        pl_engine_command(&r->engine, c);
        break;
    }
    return true;
}

/* ---- the loop ---- */

static void take_packets(struct recorder *r)
{
    struct pl_udp_datagram *batch;
    size_t count = PL_UDP_BATCH;
    while (count == PL_UDP_BATCH && pl_udp_receive(r->udp, &batch, &count) == PL_OK) {
        for (size_t i = 0; i < count; i++) {
            struct pl_bytes d = pl_bytes_of(batch[i].data.data, batch[i].data.len);
            struct pl_tap tap;
            if (!pl_tap_read(d, &tap) && tap.cookie == r->cookie)
                pl_engine_packet(&r->engine, tap.source, d);
            else
                r->engine.unknown++;
        }
    }
}

static void take_peer(struct recorder *r)
{
    int fd = accept4(r->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    if (r->link.fd >= 0 && r->link.greeted) { /* one parlord at a time */
        close(fd);
        return;
    }
    pl_link_open(&r->link, fd);
    r->opened_at = pl_clock_now_us();
}

static void lose_link(struct recorder *r)
{
    if (!r->quitting)
        pl_engine_stop_all(&r->engine, true);
    pl_link_close(&r->link);
    if (r->listener < 0)
        r->quitting = true;
}

static void wait_for_something(struct recorder *r, struct pollfd *fds)
{
    short link = (short)(POLLIN | (pl_link_has_output(&r->link) ? POLLOUT : 0));
    uint64_t rest;
    fds[0] = (struct pollfd){.fd = pl_udp_fd(r->udp), .events = POLLIN};
    fds[1] = (struct pollfd){.fd = r->link.wake, .events = POLLIN};
    fds[2] = (struct pollfd){.fd = r->link.fd, .events = link};
    fds[3] = (struct pollfd){.fd = r->listener, .events = POLLIN};
    if (poll(fds, 4, TICK_MS) <= 0)
        memset(fds, 0, 4 * sizeof(*fds));
    if (fds[1].revents && read(r->link.wake, &rest, sizeof(rest)) < 0)
        fds[1].revents = 0;
}

static bool is_busy(struct recorder *r)
{
    return !pl_engine_is_idle(&r->engine) || atomic_load(&r->finishing) ||
           pl_link_has_output(&r->link);
}

static void run(struct recorder *r)
{
    pl_time_us tidy_at = 0;
    while (!r->quitting || is_busy(r)) {
        struct pollfd fds[4];
        bool alive = true;
        wait_for_something(r, fds);
        if (fds[0].revents)
            take_packets(r);
        if (fds[2].revents & (POLLIN | POLLHUP | POLLERR))
            alive = pl_link_read(&r->link, on_line, r);
        if (alive && r->link.fd >= 0)
            alive = pl_link_write(&r->link);
        if (r->link.fd >= 0 && !r->link.greeted && pl_clock_now_us() > r->opened_at + HELLO_US)
            alive = false;
        if (!alive)
            lose_link(r);
        if (fds[3].revents)
            take_peer(r);
        if (pl_clock_now_us() >= tidy_at) {
            tidy_at = pl_clock_now_us() + PL_MS(TICK_MS);
            pl_engine_tidy(&r->engine);
        }
        if (asked_to_end && !r->quitting) {
            r->quitting = true;
            pl_engine_stop_all(&r->engine, false);
        }
    }
}

/* ---- the beginning ---- */

static bool open_ways(struct recorder *r)
{
    struct pl_udp_options udp = {.bind = r->settings.media, .buffer_bytes = SOCKET_BYTES};
    r->listener = -1;
    if (pl_udp_open(&r->udp, &udp)) {
        fprintf(stderr, "parlor-recorder: no UDP socket on --media-address: %s\n", strerror(errno));
        return false;
    }
    if (r->settings.control_fd >= 0) {
        pl_link_open(&r->link, r->settings.control_fd);
        r->opened_at = pl_clock_now_us();
        return true;
    }
    r->listener = pl_ways_listen(&r->settings);
    if (r->listener < 0)
        fprintf(stderr, "parlor-recorder: cannot listen for the control link: %s\n",
                errno ? strerror(errno) : "not an address and port");
    else if (r->settings.control_tcp)
        pl_ways_say(r->listener);
    return r->listener >= 0;
}

static void prepare(struct recorder *r)
{
    struct pl_random *random = pl_random_kernel();
    struct sigaction end = {.sa_handler = on_signal};
    signal(SIGPIPE, SIG_IGN);
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    av_log_set_level(AV_LOG_FATAL); /* what matters is told as events */
    r->shared.root = r->settings.root;
    r->shared.images = r->settings.images;
    r->shared.fonts = r->settings.fonts;
    r->shared.font_count = r->settings.font_count;
    r->shared.nice = r->settings.nice;
    r->shared.reserve_bytes = r->settings.reserve_bytes;
    r->shared.delay_us = r->settings.delay_us;
    r->shared.emit = on_event;
    atomic_store(&r->shared.wall_offset, (int64_t)pl_clock_wall_us() - (int64_t)pl_clock_now_us());
    random->fill(random, (uint8_t *)&r->cookie, sizeof(r->cookie));
    pl_engine_init(&r->engine, &r->shared);
}

int main(int argc, char **argv)
{
    static struct recorder r;
    int status = pl_recorder_settings_read(&r.settings, argc, argv);
    if (status)
        return status;
    if (!pl_link_init(&r.link) || !pl_ways_read_secret(r.settings.secret_file, r.secret) ||
        !pl_ways_lock(r.settings.root))
        return 1;
    prepare(&r);
    pl_recover_list(&r.shared, &r.left);
    if (r.settings.recover_only) {
        (void)finish_left(&r);
        printf("%zu recordings were finished\n", r.left.count);
        return 0;
    }
    if (!open_ways(&r))
        return 1;
    run(&r);
    if (r.finisher_runs)
        pthread_join(r.finisher, NULL);
    pl_recover_free(&r.left);
    pl_engine_finish(&r.engine);
    pl_udp_close(r.udp);
    pl_link_finish(&r.link);
    return 0;
}
