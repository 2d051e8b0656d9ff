/* SPDX-License-Identifier: Apache-2.0 */
#include "server/daemon.h"

#include "io/clock.h"
#include "io/memory.h"
#include "io/tls_self_signed.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FRAMES_PER_MESSAGE = 4, /* the front door's hard limit over the domain's budget of messages */
};

static const pl_time_us drain_look_us = PL_MS(50);
static const pl_time_us tidy_pause_us = PL_SEC(10);

struct daemon {
    const struct pl_config *config;
    struct pl_log *log;
    const struct pl_inside *inside;
    struct pl_loop *loop;
    struct pl_signal *signal;
    struct pl_tls_context *tls;
    struct pl_tls_files files;
    const char *origins[PL_CONFIG_LIST_MAX];
    struct pl_sigwatch *watches[3];
    struct pl_timer *timer; /* while draining */
    pl_time_us drain_until; /* PL_TIME_NEVER: not draining */
    struct pl_timer *tidying;
    uint64_t tidied_links; /* that had been opened when memory was last given back */
};

/* ---- the certificate ---- */

static enum pl_err find_certificate(struct daemon *d, char why[PL_TLS_WHY_MAX])
{
    const struct pl_config *c = d->config;
    const char *hosts[PL_CONFIG_LIST_MAX];
    if (!c->tls.self_signed) {
        (void)snprintf(d->files.certificate, sizeof(d->files.certificate), "%s",
                       c->tls.certificate);
        (void)snprintf(d->files.key, sizeof(d->files.key), "%s", c->tls.key);
        return PL_OK;
    }
    for (uint32_t i = 0; i < c->tls.hosts.count; i++)
        hosts[i] = c->tls.hosts.items[i];
    return pl_tls_self_signed_ensure(&d->files, c->server.data, hosts, c->tls.hosts.count, why);
}

static bool wants_tls(const struct pl_config *c)
{
    return c->tls.self_signed || c->tls.certificate[0];
}

static enum pl_err start_tls(struct daemon *d)
{
    char why[PL_TLS_WHY_MAX] = "";
    enum pl_err err;
    if (!wants_tls(d->config))
        return PL_OK;
    err = find_certificate(d, why);
    if (!err)
        err = pl_tls_context_create(&d->tls, d->files.certificate, d->files.key, why);
    if (err)
        pl_log_do(d->log, PL_LOG_ERROR, "tls.failed", pl_log_str("why", why));
    return err;
}

static void reload_tls(struct daemon *d)
{
    char why[PL_TLS_WHY_MAX] = "";
    enum pl_err err;
    if (!d->tls) {
        pl_log_do(d->log, PL_LOG_INFO, "tls.none", pl_log_str("why", "TLS is off"));
        return;
    }
    err = find_certificate(d, why);
    if (!err)
        err = pl_tls_context_reload(d->tls, d->files.certificate, d->files.key, why);
    if (err)
        pl_log_do(d->log, PL_LOG_WARN, "tls.kept_old", pl_log_str("why", why));
    else
        pl_log_do(d->log, PL_LOG_INFO, "tls.reload",
                  pl_log_str("certificate", d->files.certificate));
}

/* ---- memory ---- */

/* Those who came left behind what their handshakes needed; who stays idle leaves nothing. */
static void tidy(void *arg)
{
    struct daemon *d = arg;
    struct pl_signal_stats stats;
    pl_signal_get_stats(d->signal, &stats);
    if (stats.links_opened != d->tidied_links)
        pl_memory_trim();
    d->tidied_links = stats.links_opened;
    pl_timer_arm(d->tidying, pl_clock_now_us() + tidy_pause_us);
}

/* ---- draining and the end ---- */

static void look_at_drain(void *arg)
{
    struct daemon *d = arg;
    pl_time_us now = pl_clock_now_us();
    size_t busy = d->inside->busy(d->inside->arg);
    if (busy == 0 || now >= d->drain_until) {
        pl_log_do(d->log, PL_LOG_INFO, "server.drained", pl_log_num("unfinished", (int64_t)busy));
        pl_loop_stop(d->loop);
        return;
    }
    pl_timer_arm(d->timer, pl_time_min(now + drain_look_us, d->drain_until));
}

static void asked_to_end(void *arg, int signum)
{
    struct daemon *d = arg;
    if (d->drain_until != PL_TIME_NEVER) {
        pl_log_do(d->log, PL_LOG_WARN, "server.cut_short", pl_log_num("signal", signum));
        pl_loop_stop(d->loop);
        return;
    }
    d->drain_until = pl_clock_now_us() + PL_SEC(d->config->server.drain_seconds);
    pl_log_do(d->log, PL_LOG_INFO, "server.draining", pl_log_num("signal", signum),
              pl_log_num("seconds", d->config->server.drain_seconds));
    /* Links are still taken: a session that lost its own may come back. New ones the inside
     * refuses. */
    pl_signal_set_ready(d->signal, false);
    d->inside->drain(d->inside->arg);
    pl_timer_arm(d->timer, 0);
}

static void asked_to_reload(void *arg, int signum)
{
    (void)signum;
    reload_tls(arg);
}

/* ---- the front door ---- */

/* The one that is set, else the first that exists: installed, or in the source tree. */
static const char *choose_directory(const char *set, const char *installed, const char *source)
{
    if (set[0])
        return set;
    if (access(installed, R_OK | X_OK) == 0)
        return installed;
    return access(source, R_OK | X_OK) == 0 ? source : NULL;
}

static void add_root(struct pl_signal_config *s, const char *prefix, const char *directory)
{
    if (directory)
        s->roots[s->root_count++] = (struct pl_signal_root){prefix, directory};
}

static enum pl_err open_door(struct daemon *d)
{
    const struct pl_config *c = d->config;
    struct pl_signal_config s = pl_signal_config_default();
    enum pl_err err;
    for (uint32_t i = 0; i < c->http.origins.count; i++)
        d->origins[i] = c->http.origins.items[i];
    s.listen = c->server.listen;
    s.tls = d->tls;
    s.origins = d->origins;
    s.origin_count = c->http.origins.count;
    s.scripts = (enum pl_signal_scripts)c->http.page_scripts;
    s.max_links = c->server.max_sessions;
    s.max_links_per_address = c->server.max_links_per_ip;
    s.business = c->business.secret[0] != '\0';
    s.max_message_bytes = c->signal.max_message_bytes;
    s.frames_per_second = c->signal.messages_per_second * FRAMES_PER_MESSAGE;
    s.frames_burst = c->signal.burst * FRAMES_PER_MESSAGE;
    s.ping_us = PL_SEC(c->signal.ping_seconds);
    s.pong_us = s.ping_us / 2;
    s.home = "/demos/room/";
    add_root(&s, "/demos/", choose_directory(c->http.demos_dir, PL_DATADIR "/demos", "demos"));
    add_root(&s, "/sdk/", choose_directory(c->http.sdk_dir, PL_DATADIR "/sdk", "sdk/web/dist"));
    err = pl_signal_start(&d->signal, d->loop, &s, &d->inside->links, d->inside->arg);
    if (err) {
        pl_log_do(d->log, PL_LOG_ERROR, "server.listen_failed", pl_log_addr("address", &s.listen),
                  pl_log_str("why", err == PL_E_EXISTS      ? "address in use"
                                    : err == PL_E_NOT_FOUND ? "http.demos_dir or http.sdk_dir "
                                                              "cannot be opened"
                                    : err == PL_E_RANGE     ? "not an address of this machine"
                                                            : strerror(errno)));
    }
    return err;
}

/* ---- start and stop ---- */

static enum pl_err prepare_process(struct daemon *d)
{
    struct rlimit files, none = {0, 0};
    (void)signal(SIGPIPE, SIG_IGN);
    (void)setrlimit(RLIMIT_CORE, &none); /* memory holds keys and what people said */
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    if (mkdir(d->config->server.data, 0700) != 0 && errno != EEXIST) {
        pl_log_do(d->log, PL_LOG_ERROR, "server.data_failed",
                  pl_log_str("directory", d->config->server.data),
                  pl_log_str("why", strerror(errno)));
        return PL_E_IO;
    }
    return PL_OK;
}

static enum pl_err watch_signals(struct daemon *d)
{
    d->watches[0] = pl_sigwatch_create(d->loop, SIGTERM, asked_to_end, d);
    d->watches[1] = pl_sigwatch_create(d->loop, SIGINT, asked_to_end, d);
    d->watches[2] = pl_sigwatch_create(d->loop, SIGHUP, asked_to_reload, d);
    d->timer = pl_timer_create(d->loop, look_at_drain, d);
    d->tidying = pl_timer_create(d->loop, tidy, d);
    return d->watches[0] && d->watches[1] && d->watches[2] && d->timer && d->tidying ? PL_OK
                                                                                     : PL_E_NOMEM;
}

static enum pl_err start_inside(struct daemon *d)
{
    struct pl_daemon_tools tools = {d->loop, d->signal, d->config, d->log};
    return d->inside->start(d->inside->arg, &tools);
}

/* For the person who started it: where to point a browser at. A wildcard address is not one. */
static void print_url(const struct daemon *d, const struct pl_addr *local)
{
    static const uint8_t zeros[16] = {0};
    struct pl_addr shown = *local;
    char text[PL_ADDR_TEXT_MAX];
    if (memcmp(shown.ip, zeros, sizeof(zeros)) == 0)
        shown = pl_addr_ipv4(127, 0, 0, 1, local->port);
    printf("Parlor is ready: %s://%s/demos/room/\n", d->tls ? "https" : "http",
           pl_addr_print(&shown, text));
    (void)fflush(stdout);
}

static void announce(struct daemon *d)
{
    struct pl_addr local = pl_signal_local(d->signal);
    pl_signal_set_ready(d->signal, true);
    pl_log_do(d->log, PL_LOG_INFO, "server.listening", pl_log_addr("address", &local),
              pl_log_str("tls", d->tls ? "yes" : "no"), pl_log_str("version", PL_VERSION),
              pl_log_num("pid", getpid()));
    print_url(d, &local);
}

int pl_daemon_run(const struct pl_config *config, struct pl_log *log,
                  const struct pl_inside *inside)
{
    struct daemon d = {
        .config = config, .log = log, .inside = inside, .drain_until = PL_TIME_NEVER};
    bool inside_began = false;
    enum pl_err err = prepare_process(&d);
    if (!err)
        err = pl_loop_create(&d.loop);
    if (!err)
        err = watch_signals(&d);
    if (!err)
        err = start_tls(&d);
    if (!err)
        err = open_door(&d);
    if (!err) {
        inside_began = true;
        err = start_inside(&d);
    }
    if (!err) {
        announce(&d);
        pl_timer_arm(d.tidying, pl_clock_now_us() + tidy_pause_us);
        pl_loop_run(d.loop);
    }
    pl_signal_stop(d.signal);
    if (inside_began)
        inside->stop(inside->arg);
    for (size_t i = 0; i < 3; i++)
        pl_sigwatch_destroy(d.watches[i]);
    pl_timer_destroy(d.timer);
    pl_timer_destroy(d.tidying);
    pl_loop_destroy(d.loop);
    pl_tls_context_destroy(d.tls);
    pl_log_do(log, PL_LOG_INFO, "server.ended", pl_log_str("outcome", pl_err_name(err)));
    return err ? EXIT_FAILURE : EXIT_SUCCESS;
}
