/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "server/config_table.h"
#include "server/log.h"
#include "server/options.h"

#include <stdio.h>
#include <unistd.h>

static const char *const no_environment[] = {NULL};

/* ---- the table ---- */

static void the_table_agrees_with_itself(void **state)
{
    struct pl_config c;
    (void)state;
    pl_config_init(&c); /* every default is allowed, or this aborts */
    for (size_t i = 0; i < pl_settings_count; i++) {
        const struct pl_setting *s = &pl_settings[i];
        char allowed[128];
        assert_ptr_equal(pl_setting_find(s->section, s->key), s);
        assert_true(pl_setting_allowed(s, allowed, sizeof(allowed))[0] != '\0');
        assert_true(s->doc_en[0] && s->doc_zh[0]);
        if (s->type == PL_SETTING_NUMBER)
            assert_true(s->min < s->max);
    }
    assert_int_equal(c.server.listen.port, 8906);
    assert_int_equal(c.server.log_level, PL_LOG_INFO);
    assert_int_equal(c.signal.max_message_bytes, 262144);
    assert_int_equal(c.tls.hosts.count, 2);
    assert_true(c.login.guests);
    assert_int_equal(c.login.passwords, PL_CONFIG_PASSWORDS_ACCEPT);
    assert_int_equal(c.media.bind.family, PL_ADDR_NONE);
    assert_int_equal(c.media.port, 8910);
    assert_int_equal(c.metrics.listen.family, PL_ADDR_NONE);
    assert_int_equal(c.chat.server_data, 0); /* refuse */
    assert_string_equal(c.chat.greeting, "");
    assert_true(c.chat.private_chat);
    assert_int_equal(c.calls.ring_seconds, 60);
    assert_string_equal(c.business.secret, "");
    assert_int_equal(c.business.login, PL_CONFIG_BUSINESS_REQUIRED);
    assert_int_equal(c.business.enter, PL_CONFIG_BUSINESS_ASKED);
    assert_int_equal(c.business.answer_seconds, 10);
    assert_int_equal(c.friends.directory, 0); /* none */
    assert_string_equal(c.friends.guest_group, "Guests");
    assert_int_equal(c.p2p.policy, PL_CONFIG_P2P_ON);
    assert_int_equal(c.p2p.max_room_users, 2);
}

/* ---- good files ---- */

static void a_full_file_is_read(void **state)
{
    static const char text[] = "\xef\xbb\xbf; a comment\n"
                               "[server]\r\n"
                               "listen = [::]:9000   ; another\n"
                               "log_level=debug\n"
                               "\n"
                               "[http]\n"
                               "origins = https://a.example, https://b.example:8443\n"
                               "  http://c.example\n"
                               "origins = *\n"
                               "[media]\n"
                               "bind = ::1\n"
                               "advertise = 192.0.2.1\n"
                               "srtp_backend = evp\n"
                               "[login]\n"
                               "guests = no\n"
                               "server_password = a=b:c\n"
                               "[room 7]\n"
                               "password = x\n"
                               "[room Große Runde]\n"
                               "max_users = 3\n"
                               "[room 7]\n"
                               "max_users = 9\n"
                               "[multicast]\n"
                               "group = 239.1.2.3:5004\n"
                               "users = desk 1 ,\tGro\xc3\x9f,x\n"
                               "[signal]\n"
                               "ping_seconds = 15";
    struct pl_config c;
    char error[PL_CONFIG_ERROR_MAX] = "";
    (void)state;
    pl_config_init(&c);
    if (pl_config_read_text(&c, "parlor.ini", pl_bytes_str(text), error) != PL_OK)
        fail_msg("%s", error);
    assert_int_equal(c.server.listen.family, PL_ADDR_IPV6);
    assert_int_equal(c.server.listen.port, 9000);
    assert_int_equal(c.server.log_level, PL_LOG_DEBUG);
    assert_int_equal(c.http.origins.count, 4);
    assert_string_equal(c.http.origins.items[1], "https://b.example:8443");
    assert_string_equal(c.http.origins.items[3], "*");
    assert_int_equal(c.media.bind.family, PL_ADDR_IPV6);
    assert_int_equal(c.media.advertise.count, 1);
    assert_int_equal(c.media.srtp_backend, PL_CONFIG_SRTP_EVP);
    assert_false(c.login.guests);
    assert_string_equal(c.login.server_password, "a=b:c");
    assert_int_equal(c.rooms.count, 2);
    assert_string_equal(c.rooms.list[0].name, "7");
    assert_string_equal(c.rooms.list[0].password, "x");
    assert_int_equal(c.rooms.list[0].max_users, 9);
    assert_string_equal(c.rooms.list[1].name, "Große Runde");
    assert_int_equal(c.multicast.group.port, 5004);
    assert_int_equal(c.multicast.users.count, 3);
    assert_string_equal(c.multicast.users.items[0], "desk 1");
    assert_string_equal(c.multicast.users.items[2], "x");
    assert_int_equal(c.signal.ping_seconds, 15);
}

static void applications(void **state)
{
    struct pl_config c;
    char error[PL_CONFIG_ERROR_MAX];
    const struct pl_config_application *a = c.login.applications;
    (void)state;
    pl_config_init(&c);
    assert_ok(pl_config_read_text(&c, "f.ini",
                                  pl_bytes_str("[application fbe957d1]\n"
                                               "key = rsa-md5 /etc/old.pem\n"
                                               "key = ed25519 2026 /etc/new.pem\n"
                                               "users = 1000-1999\n"
                                               "[application B]\nguests = yes\n"
                                               "[application FBE957D1]\nlocked = yes\n"),
                                  error));
    assert_int_equal(c.login.application_count, 2);
    assert_string_equal(a[0].id, "fbe957d1");
    assert_int_equal(a[0].key_count, 2);
    assert_string_equal(a[0].keys[0].algorithm, "rsa-md5");
    assert_string_equal(a[0].keys[1].id, "2026");
    assert_string_equal(a[0].keys[1].path, "/etc/new.pem");
    assert_int_equal(a[0].first_user, 1000);
    assert_int_equal(a[0].last_user, 1999);
    assert_true(a[0].locked && !a[0].guests);
    assert_true(a[1].guests && !a[1].locked);
}

/* ---- bad files: the whole text of the error ---- */

static const struct bad_file {
    const char *text;
    const char *error;
} bad_files[] = {
    {"[multicast]\nusers = a b, c, a b\n",
     "f.ini:2: [multicast] users = 'a b, c, a b': must be up to 16 names of at most 40 bytes, "
     "separated by commas"},
    {"[http]\npage_scripts = all\n",
     "f.ini:2: [http] page_scripts = 'all': must be one of: files, inline, eval"},
    {"[server]\nwrokers = 2\n",
     "f.ini:2: [server] wrokers: no such key; there are: listen, data, log_level, drain_seconds, "
     "workers, realtime, max_sessions, max_links_per_ip"},
    {"[sever]\nworkers = 2\n",
     "f.ini:2: [sever]: no such section; there are: [server], [tls], [http], [signal], [login], "
     "[rooms], [media], [chat], [calls], [business], [friends], [counter], [store], [events], "
     "[p2p], [files], [upnp], "
     "[filter], [guests], [admin], [record], [archive], [multicast], [metrics], "
     "[room NAME], [user NAME], [application ID], [area ID], "
     "[queue ID], [agent ID]"},
    {"workers = 2\n",
     "f.ini:1: workers: stands before any section; there are: [server], [tls], [http], [signal], "
     "[login], [rooms], [media], [chat], [calls], [business], [friends], [counter], [store], "
     "[events], [p2p], "
     "[files], [upnp], "
     "[filter], [guests], [admin], [record], [archive], [multicast], [metrics], [room NAME], [user "
     "NAME], "
     "[application "
     "ID], [area ID], "
     "[queue ID], [agent ID]"},
    {"[application A]\nkey = rot13 x.pem\n",
     "f.ini:2: [application A] key: must be ALGORITHM FILE or ALGORITHM ID FILE, the algorithm one "
     "of rsa-md5, ed25519, es256, hs256"},
    {"[application A]\nkey = ed25519\n",
     "f.ini:2: [application A] key: must be ALGORITHM FILE or ALGORITHM ID FILE, the algorithm one "
     "of rsa-md5, ed25519, es256, hs256"},
    {"[application A]\nusers = 5\n",
     "f.ini:2: [application A] users: must be two numbers as 1000-1999, from 1 to 2147483647"},
    {"[application A]\nusers = 9-5\n",
     "f.ini:2: [application A] users: must be two numbers as 1000-1999, from 1 to 2147483647"},
    {"[application A]\nguests = maybe\n", "f.ini:2: [application A] guests: must be yes or no"},
    {"[application A]\nname = x\n",
     "f.ini:2: [application A] name: no such key; there are: key, users, guests, locked"},
    {"[application ]\nguests = yes\n",
     "f.ini:2: [application ]: an application's id has 1 to 64 bytes"},
    {"[login]\nblocked = 192.0.2.0/24\n",
     "f.ini:2: [login] blocked = '192.0.2.0/24': must be up to 16 addresses, with * for any "
     "characters"},
    {"[record]\nkeep_rooms = 7:30, 9-5:30\n",
     "f.ini:2: [record] keep_rooms = '7:30, 9-5:30': must be up to 16 of ROOM:DAYS or "
     "FIRST-LAST:DAYS, at most 36500 days, as 7:3650, 100-199:30"},
    {"[record]\nkeep_rooms = 7\n",
     "f.ini:2: [record] keep_rooms = '7': must be up to 16 of ROOM:DAYS or FIRST-LAST:DAYS, at "
     "most 36500 days, as 7:3650, 100-199:30"},
    {"[record]\nkeep_rooms = 7:36501\n",
     "f.ini:2: [record] keep_rooms = '7:36501': must be up to 16 of ROOM:DAYS or FIRST-LAST:DAYS, "
     "at most 36500 days, as 7:3650, 100-199:30"},
    {"[server]\n\n; hm\nworkers = many\n",
     "f.ini:4: [server] workers = 'many': must be a whole number from 0 to 64"},
    {"[server]\nworkers = 65\n",
     "f.ini:2: [server] workers = '65': must be a whole number from 0 to 64"},
    {"[server]\nworkers = -1\n",
     "f.ini:2: [server] workers = '-1': must be a whole number from 0 to 64"},
    {"[server]\nworkers = 0x2\n",
     "f.ini:2: [server] workers = '0x2': must be a whole number from 0 to 64"},
    {"[server]\nworkers = 2.5\n",
     "f.ini:2: [server] workers = '2.5': must be a whole number from 0 to 64"},
    {"[server]\nworkers =\n",
     "f.ini:2: [server] workers = '': must be a whole number from 0 to 64"},
    {"[server]\nmax_sessions = 99999999999999999999\n",
     "f.ini:2: [server] max_sessions = '99999999999999999999': must be a whole number from 1 to "
     "100000"},
    {"[server]\nworkers = 1\nworkers = 2\n",
     "f.ini:3: [server] workers: given twice (an indented line continues the one above it)"},
    {"[server]\nworkers = 1\n  data = x\n",
     "f.ini:3: [server] workers: given twice (an indented line continues the one above it)"},
    {"[server]\nlog_level = loud\n",
     "f.ini:2: [server] log_level = 'loud': must be one of: error, warn, info, debug"},
    {"[server]\nlisten = 8906\n",
     "f.ini:2: [server] listen = '8906': must be an address and a port, as 0.0.0.0:8906 or "
     "[::]:8906"},
    {"[server]\nlisten = 1.2.3.4\n",
     "f.ini:2: [server] listen = '1.2.3.4': must be an address and a port, as 0.0.0.0:8906 or "
     "[::]:8906"},
    {"[server]\nlisten = ::1\n",
     "f.ini:2: [server] listen = '::1': must be an address and a port, as 0.0.0.0:8906 or "
     "[::]:8906"},
    {"[server]\nlisten = localhost:80\n",
     "f.ini:2: [server] listen = 'localhost:80': must be an address and a port, as 0.0.0.0:8906 or "
     "[::]:8906"},
    {"[server]\nlisten = 1.2.3.4:65536\n",
     "f.ini:2: [server] listen = '1.2.3.4:65536': must be an address and a port, as 0.0.0.0:8906 "
     "or [::]:8906"},
    {"[media]\nbind = 1.2.3.4:5\n",
     "f.ini:2: [media] bind = '1.2.3.4:5': must be an address without a port, as 10.0.0.1 or ::1"},
    {"[media]\nadvertise = 1.2.3.4, here\n",
     "f.ini:2: [media] advertise = '1.2.3.4, here': must be up to 16 addresses without a port, as "
     "10.0.0.1 or ::1"},
    {"[media]\nport = 65536\n",
     "f.ini:2: [media] port = '65536': must be a whole number from 0 to 65535"},
    {"[tls]\nself_signed = true\n", "f.ini:2: [tls] self_signed = 'true': must be yes or no"},
    {"[tls]\nhosts = a/b\n",
     "f.ini:2: [tls] hosts = 'a/b': must be up to 16 host names or addresses"},
    {"[http]\norigins = talk.example\n",
     "f.ini:2: [http] origins = 'talk.example': must be up to 16 origins as https://host[:port], "
     "or *"},
    {"[http]\norigins = https://talk.example/\n",
     "f.ini:2: [http] origins = 'https://talk.example/': must be up to 16 origins as "
     "https://host[:port], or *"},
    {"[login]\npasswords = maybe\n",
     "f.ini:2: [login] passwords = 'maybe': must be one of: accept, refuse"},
    {"[login]\nserver_password = secret\x01\n",
     "f.ini:2: [login] server_password = '...': must be at most 127 bytes"},
    {"[server]\nworkers\n", "f.ini:2: neither 'key = value', nor a [section], nor a comment"},
    {"[server\nworkers = 1\n", "f.ini:1: neither 'key = value', nor a [section], nor a comment"},
    {"[room ]\nmax_users = 1\n", "f.ini:2: [room ]: a room's name has 1 to 40 bytes"},
    {"[room 12345678901234567890123456789012345678901]\nmax_users = 1\n",
     "f.ini:2: [room 12345678901234567890123456789012345678901]: a room's name has 1 to 40 bytes"},
    {"[room 1]\nmax_users = 0\n",
     "f.ini:2: [room 1] max_users = '0': must be a whole number from 1 to 10000"},
    {"[user ]\npassword = x\n", "f.ini:2: [user ]: a user's name has 1 to 40 bytes"},
    {"[user ann]\nlevel = 1\n", "f.ini:2: [user ann] level: no such key; there is: password"},
    {"[user ann]\npassword =\n", "f.ini:2: [user ann] password: must have 1 to 127 bytes"},
    {"[user ann]\npassword = a\n[user ann]\npassword = b\n",
     "f.ini:4: [user ann] password: given twice"},
    {"[area x]\nname = y\n",
     "f.ini:2: [area x]: the number of an area is a whole number from 1 to 2147483647"},
    {"[queue 0]\nname = y\n",
     "f.ini:2: [queue 0]: the number of a queue is a whole number from 1 to 2147483647"},
    {"[area 1]\npriority = 1\n",
     "f.ini:2: [area 1] priority: no such key; there are: name, description"},
    {"[queue 1]\nmisses = 101\n",
     "f.ini:2: [queue 1] misses = '101': must be a whole number from 0 to 100"},
    {"[queue 1]\nstrategy = best\n",
     "f.ini:2: [queue 1] strategy = 'best': must be longest-idle, fewest-served, least-busy, "
     "round-robin, top-down, random, ring-all"},
    {"[queue 1]\nhours = noon\n",
     "f.ini:2: [queue 1] hours = 'noon': must be as mon-fri 09:00-17:30; sat 10:00-13:00; "
     "2026-12-25; 01-01"},
    {"[agent x]\ncapacity = 2\n",
     "f.ini:2: [agent x]: the number of an agent is a whole number from 1 to 2147483647"},
    {"[agent 7]\ncapacity = 17\n",
     "f.ini:2: [agent 7] capacity = '17': must be a whole number from 1 to 16"},
    {"[agent 7]\nqueues = 101 101\n",
     "f.ini:2: [agent 7] queues = '101 101': must be numbers of queues: 101 102 ..., at most 16"},
    {"[agent 7]\nname = Wang\n",
     "f.ini:2: [agent 7] name: no such key; there are: skills, capacity, queues"},
    {"[queue 1]\nskills = 3\n",
     "f.ini:2: [queue 1] skills = '3': must be ID:LEVEL ID:LEVEL ..., at most 16; a level is 0 or "
     "more"},
    {"[room 1]\ncolour = red\n",
     "f.ini:2: [room 1] colour: no such key; there are: password, max_users"},
};

static void bad_files_are_refused_with_exact_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad_files) / sizeof(bad_files[0]); i++) {
        struct pl_config c;
        char error[PL_CONFIG_ERROR_MAX] = "";
        pl_config_init(&c);
        assert_err(PL_E_RANGE,
                   pl_config_read_text(&c, "f.ini", pl_bytes_str(bad_files[i].text), error));
        assert_string_equal(error, bad_files[i].error);
    }
    print_message("# %zu bad files\n", sizeof(bad_files) / sizeof(bad_files[0]));
}

static void a_line_too_long_is_refused_not_cut(void **state)
{
    struct pl_config c;
    char error[PL_CONFIG_ERROR_MAX] = "", text[4000] = "[server]\ndata = ";
    (void)state;
    memset(text + strlen(text), 'a', 3000);
    pl_config_init(&c);
    assert_err(PL_E_RANGE, pl_config_read_text(&c, "f.ini", pl_bytes_str(text), error));
    assert_non_null(strstr(error, "f.ini:2: a line holds at most "));
    error[0] = '\0';
    assert_err(PL_E_RANGE,
               pl_config_read_text(&c, "f.ini", pl_bytes_of("[server]\n\0\n", 11), error));
    assert_non_null(strstr(error, "f.ini:2: "));
    assert_err(PL_E_IO, pl_config_read_file(&c, "/nonexistent/f.ini", error));
    assert_string_equal(error, "/nonexistent/f.ini: No such file or directory");
}

/* ---- places of the service counters ---- */

static void places(void **state)
{
    static struct pl_config c;
    char error[PL_CONFIG_ERROR_MAX] = "";
    static const char good[] = "[area 10001]\nname = North\ndescription = first floor\n"
                               "[queue 101]\narea = 10001\nname = Cash\nattribute = -1\n"
                               "strategy = top-down\nsticky = yes\noverflow = 102\n"
                               "[queue 102]\narea = 10001\nmax_length = 7\n"
                               "hours = mon-fri 09:00-17:00; sat 10:00-12:00\n"
                               "[counter]\nagents = named\n[area 10001]\nname = West\n"
                               "[agent 4711]\nskills = 3:2 5:1\ncapacity = 3\n"
                               "[agent 4712]\nqueues = 101 102\n";
    (void)state;
    pl_config_init(&c);
    assert_ok(pl_config_read_text(&c, "f.ini", pl_bytes_str(good), error));
    assert_ok(pl_config_check(&c, error));
    assert_int_equal(c.counter.area_count, 1);
    assert_string_equal(c.counter.areas[0].setup.name, "West");
    assert_string_equal(c.counter.areas[0].setup.description, "first floor");
    assert_int_equal(c.counter.queue_count, 2);
    assert_int_equal(c.counter.queues[0].id, 101);
    assert_int_equal(c.counter.queues[0].setup.attribute, -1);
    assert_int_equal(c.counter.queues[0].setup.rules.strategy, 4);
    assert_int_equal(c.counter.queues[0].setup.rules.sticky, 1);
    assert_int_equal(c.counter.queues[1].setup.rules.max_length, 7);
    assert_true(c.counter.queues[1].setup.rules.hours.week[5].from[0] == 600);
    assert_int_equal(c.counter.agents, 1);
    assert_int_equal(c.counter.agent_count, 2);
    assert_int_equal(c.counter.agents_known[0].profile.skills.count, 2);
    assert_int_equal(c.counter.agents_known[0].profile.capacity, 3);
    assert_int_equal(c.counter.agents_known[1].id, 4712);
    assert_int_equal(c.counter.agents_known[1].profile.capacity, 1);
    assert_int_equal(c.counter.agents_known[1].profile.queues.list[1], 102);
    c.counter.queues[0].setup.rules.overflow = 101;
    assert_err(PL_E_RANGE, pl_config_check(&c, error));
    assert_string_equal(error, "[queue 101]: overflow must be another queue of the same area");
    c.counter.queues[0].setup.rules.overflow = 0;
    c.counter.queues[1].setup.area = 7;
    assert_err(PL_E_RANGE, pl_config_check(&c, error));
    assert_string_equal(error,
                        "[queue 102]: area must be the number of an [area ...] of this file");
}

static void an_archive_is_whole_or_not_there(void **state)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"[archive]\nendpoint = s3.example\n", "archive.endpoint must be http:// or https://"},
        {"[archive]\nendpoint = https://s3.example\n",
         "archive.endpoint needs record.enabled = yes"},
        {"[record]\nenabled = yes\n[archive]\nendpoint = https://s3.example\nbucket = b\n",
         "archive.endpoint needs archive.bucket, archive.region, archive.key_id and "
         "archive.secret"},
        {"[record]\nenabled = yes\n[archive]\nendpoint = https://s3.example\nbucket = b\n"
         "key_id = k\nsecret = s\nprefix = ../x\n",
         "archive.prefix must not begin with / or hold .."},
        {"[record]\nenabled = yes\n[archive]\nendpoint = https://s3.example\nbucket = b\n"
         "key_id = k\nsecret = s\nprefix = x/\n",
         ""},
        {"[record]\nenabled = yes\nencrypt = yes\n[archive]\nendpoint = https://s3.example\n"
         "bucket = b\nkey_id = k\nsecret = s\nlocal = remove\n",
         ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char error[PL_CONFIG_ERROR_MAX] = "";
        struct pl_config c;
        enum pl_err err;
        pl_config_init(&c);
        assert_ok(pl_config_read_text(&c, "f.ini", pl_bytes_str(cases[i].text), error));
        err = pl_config_check(&c, error);
        assert_int_equal(err, cases[i].error[0] ? PL_E_RANGE : PL_OK);
        assert_string_equal(error, cases[i].error);
    }
}

static void a_refused_value_changes_nothing(void **state)
{
    struct pl_config c, before;
    char error[PL_CONFIG_ERROR_MAX];
    (void)state;
    pl_config_init(&c);
    before = c;
    for (size_t i = 0; i < pl_settings_count; i++) {
        const struct pl_setting *s = &pl_settings[i];
        if (s->type != PL_SETTING_SWITCH)
            assert_err(PL_E_RANGE,
                       pl_config_set(&c, "x", s->section, s->key, "\x01", false, error));
    }
    assert_memory_equal(&c, &before, sizeof(c));
    assert_err(PL_E_NOT_FOUND, pl_config_set(&c, "x", "no", "such", "1", false, error));
}

/* ---- environment and options ---- */

static enum pl_err load(struct pl_config *c, enum pl_action *action, const char *const *argv,
                        const char *const *environment, char error[PL_CONFIG_ERROR_MAX])
{
    return pl_options_load(c, action, argv, environment, error);
}

static void options_outweigh_environment_outweighs_file(void **state)
{
    char path[] = "/tmp/parlor-test-XXXXXX", setting[64];
    static const char text[] = "[server]\nworkers = 1\nmax_sessions = 11\nlog_level = error\n"
                               "[media]\nadvertise = 192.0.2.1\n";
    const char *environment[] = {"HOME=/",
                                 "PARLOR_MAX_SESSIONS=12",
                                 "PARLOR_LOG_LEVEL=warn",
                                 "PARLOR_MEDIA_PORT=0",
                                 "PARLOR_TEST_ANYTHING=1",
                                 setting,
                                 NULL};
    const char *argv[] = {"parlord",   "--log-level=debug", "--advertise",
                          "192.0.2.2", "--advertise",       "192.0.2.3,::1",
                          "--media",   "127.0.0.1",         NULL};
    struct pl_config c;
    enum pl_action action;
    char error[PL_CONFIG_ERROR_MAX];
    int fd = mkstemp(path);
    (void)state;
    assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
    close(fd);
    (void)snprintf(setting, sizeof(setting), "PARLOR_CONFIG=%s", path);
    if (load(&c, &action, argv, environment, error) != PL_OK)
        fail_msg("%s", error);
    assert_int_equal(action, PL_ACTION_RUN);
    assert_int_equal(c.server.workers, 1);
    assert_int_equal(c.server.max_sessions, 12);
    assert_int_equal(c.server.log_level, PL_LOG_DEBUG);
    assert_int_equal(c.media.port, 0);
    assert_int_equal(c.media.bind.family, PL_ADDR_IPV4);
    assert_int_equal(c.media.advertise.count, 3); /* the options replace what the file said */
    assert_string_equal(c.media.advertise.items[2], "::1");
    unlink(path);
}

static const struct bad_line {
    const char *argv[4];
    const char *environment;
    const char *error;
} bad_lines[] = {
    {{"parlord", "--lisen"}, NULL, "--lisen: no such option; see --help"},
    {{"parlord", "file.ini"}, NULL, "file.ini: no such option; see --help"},
    {{"parlord", "--listen"}, NULL, "--listen needs a value: ADDRESS:PORT"},
    {{"parlord", "--help=yes"}, NULL, "--help takes no value"},
    {{"parlord", "--listen", "x"},
     NULL,
     "--listen = 'x': must be an address and a port, as 0.0.0.0:8906 or [::]:8906"},
    {{"parlord", "--media", "x:1"},
     NULL,
     "--media = 'x:1': must be an address, with or without a port, as 0.0.0.0 or [::]:8910"},
    {{"parlord", "--config=/nonexistent"}, NULL, "/nonexistent: No such file or directory"},
    {{"parlord"},
     "PARLOR_SERVER_WROKERS=1",
     "environment PARLOR_SERVER_WROKERS: no such setting; names are PARLOR_<SECTION>_<KEY>"},
    {{"parlord"},
     "PARLOR_WORKERS=x",
     "environment PARLOR_WORKERS = 'x': must be a whole number from 0 to 64"},
    {{"parlord"},
     "PARLOR_TLS_CERTIFICATE=a.pem",
     "tls.certificate and tls.key must be given together"},
    {{"parlord"},
     "PARLOR_SIGNAL_BURST=5",
     "signal.burst must not be less than signal.messages_per_second"},
    {{"parlord"},
     "PARLOR_UPNP_URL=https://192.168.1.1/root.xml",
     "upnp.url must be http:// and an IPv4 address"},
};

static void bad_lines_are_refused_with_exact_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad_lines) / sizeof(bad_lines[0]); i++) {
        const char *environment[] = {bad_lines[i].environment, NULL};
        struct pl_config c;
        enum pl_action action;
        char error[PL_CONFIG_ERROR_MAX] = "";
        assert_int_not_equal(load(&c, &action, bad_lines[i].argv, environment, error), PL_OK);
        assert_string_equal(error, bad_lines[i].error);
    }
}

static void actions_are_told(void **state)
{
    static const char *const help[] = {"parlord", "--check-config", "--help", NULL};
    static const char *const check[] = {"parlord", "--check-config", "--media=[::1]:9", NULL};
    struct pl_config c;
    enum pl_action action;
    char error[PL_CONFIG_ERROR_MAX];
    (void)state;
    assert_ok(load(&c, &action, help, no_environment, error));
    assert_int_equal(action, PL_ACTION_HELP);
    assert_ok(load(&c, &action, check, no_environment, error));
    assert_int_equal(action, PL_ACTION_CHECK_CONFIG);
    assert_int_equal(c.media.port, 9);
}

static void an_address_may_be_empty_where_that_is_the_default(void **state)
{
    char error[PL_CONFIG_ERROR_MAX] = "";
    struct pl_config c;
    (void)state;
    pl_config_init(&c);
    assert_ok(pl_config_set(&c, "x", "metrics", "listen", "[::1]:8907", false, error));
    assert_int_equal(c.metrics.listen.port, 8907);
    assert_ok(pl_config_set(&c, "x", "metrics", "listen", "", false, error));
    assert_int_equal(c.metrics.listen.family, PL_ADDR_NONE);
    assert_err(PL_E_RANGE, pl_config_set(&c, "x", "metrics", "listen", "8907", false, error));
    assert_string_equal(error, "x = '8907': must be an address and a port, as 127.0.0.1:8907 or "
                               "[::1]:8907, or empty");
    assert_err(PL_E_RANGE, pl_config_set(&c, "x", "server", "listen", "", false, error));
}

static void docs_and_help_name_every_setting(void **state)
{
    char *text[2];
    size_t size;
    FILE *f = open_memstream(&text[0], &size);
    (void)state;
    pl_config_print_docs(f);
    fclose(f);
    f = open_memstream(&text[1], &size);
    pl_options_print_help(f);
    fclose(f);
    for (size_t i = 0; i < pl_settings_count; i++) {
        char cell[64];
        (void)snprintf(cell, sizeof(cell), "\n| `%s` |", pl_settings[i].key);
        assert_non_null(strstr(text[0], cell));
        assert_non_null(strstr(text[0], pl_settings[i].doc_zh));
        (void)snprintf(cell, sizeof(cell), "%s.%s = ", pl_settings[i].section, pl_settings[i].key);
        assert_non_null(strstr(text[1], cell));
    }
    free(text[0]);
    free(text[1]);
}

static void the_committed_docs_are_those_of_the_table(void **state)
{
    static char kept[65536];
    char *text;
    size_t size, n;
    FILE *f = open_memstream(&text, &size), *file = fopen("docs/configuration.md", "r");
    (void)state;
    pl_config_print_docs(f);
    fclose(f);
    if (!file)
        fail_msg("docs/configuration.md is missing (run at the root of the tree)");
    n = fread(kept, 1, sizeof(kept), file);
    fclose(file);
    if (n != size || memcmp(kept, text, n) != 0)
        fail_msg("make it anew: parlord --print-config-docs > docs/configuration.md");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applications),
        cmocka_unit_test(the_table_agrees_with_itself),
        cmocka_unit_test(a_full_file_is_read),
        cmocka_unit_test(bad_files_are_refused_with_exact_words),
        cmocka_unit_test(a_line_too_long_is_refused_not_cut),
        cmocka_unit_test(places),
        cmocka_unit_test(a_refused_value_changes_nothing),
        cmocka_unit_test(options_outweigh_environment_outweighs_file),
        cmocka_unit_test(bad_lines_are_refused_with_exact_words),
        cmocka_unit_test(actions_are_told),
        cmocka_unit_test(an_archive_is_whole_or_not_there),
        cmocka_unit_test(an_address_may_be_empty_where_that_is_the_default),
        cmocka_unit_test(docs_and_help_name_every_setting),
        cmocka_unit_test(the_committed_docs_are_those_of_the_table),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
