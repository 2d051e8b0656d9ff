/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings of parlord, as one plain struct. Order of weight: option, environment, file,
 * default. One table (config_table.c) names every setting once: the parser, the error texts,
 * --help and docs/configuration.md are made from it.
 *
 *     parlor.ini:            [server]                     environment:  PARLOR_SERVER_WORKERS=3
 *                            workers = 3                                PARLOR_LISTEN=[::]:8906
 *
 * An unknown section or key, a key given twice, a value out of range: the start is refused with
 * one line that names file, line, key and what is allowed. Lists are separated by commas; in a file
 * a list key may be repeated. In the file " ;" begins a comment.
 */
#ifndef PL_SERVER_CONFIG_H
#define PL_SERVER_CONFIG_H

#include "base/addr.h"
#include "base/err.h"
#include "core/counter/setup.h"

#include <stdio.h>

enum {
    PL_CONFIG_PATH_MAX = 256,
    PL_CONFIG_TEXT_MAX = 128,
    PL_CONFIG_LIST_MAX = 16,
    PL_CONFIG_ROOMS_MAX = 256,
    PL_CONFIG_USERS_MAX = 256,
    PL_CONFIG_AREAS_MAX = 64,
    PL_CONFIG_QUEUES_MAX = 256,
    PL_CONFIG_AGENTS_MAX = 1024,
    PL_CONFIG_ROOM_NAME_MAX = 40, /* bytes; of a user as well */
    PL_CONFIG_APPLICATIONS_MAX = 16,
    PL_CONFIG_APPLICATION_MAX = 64, /* bytes of its id */
    PL_CONFIG_KEYS_MAX = 8,
    PL_CONFIG_ALGORITHM_MAX = 15,
    PL_CONFIG_FILE_MAX = 1 << 20,
    PL_CONFIG_ERROR_MAX = 512,
    PL_CONFIG_KEEP_DAYS_MAX = 36500,
};

struct pl_config_list {
    char items[PL_CONFIG_LIST_MAX][PL_CONFIG_TEXT_MAX];
    uint32_t count;
};

/* How long recordings of some rooms are kept: an item of record.keep_rooms. */
struct pl_config_keep {
    uint32_t first, last; /* numbers of rooms, both among them */
    uint32_t days;        /* 0: for good */
};
/* "7:3650", "100-199:30". False: it is neither. */
bool pl_config_keep_read(const char *item, struct pl_config_keep *out);

struct pl_config_room {
    char name[PL_CONFIG_ROOM_NAME_MAX + 1]; /* or its number, in digits */
    char password[PL_CONFIG_TEXT_MAX];      /* empty: none */
    uint32_t max_users;                     /* 0: rooms.max_users */
};

/* A name that belongs to somebody: logging in under it takes this password. */
struct pl_config_user {
    char name[PL_CONFIG_ROOM_NAME_MAX + 1];
    char password[PL_CONFIG_TEXT_MAX];
};

/* An application that vouches for its users: [application ID]. */
struct pl_config_key {
    char algorithm[PL_CONFIG_ALGORITHM_MAX + 1];
    char id[PL_CONFIG_APPLICATION_MAX + 1]; /* empty: none */
    char path[PL_CONFIG_PATH_MAX];
};

struct pl_config_application {
    char id[PL_CONFIG_APPLICATION_MAX + 1];
    bool guests, locked;
    int32_t first_user, last_user; /* both 0: any */
    struct pl_config_key keys[PL_CONFIG_KEYS_MAX];
    uint32_t key_count;
};

/* An [agent ID] section: what somebody can do. */
struct pl_config_agent {
    int32_t id; /* of the user */
    struct pl_counter_profile profile;
};

/* An area or a queue: see core/counter/setup.h. */
struct pl_config_place {
    int32_t id;
    struct pl_counter_setup setup;
};

enum pl_config_passwords {
    PL_CONFIG_PASSWORDS_ACCEPT,
    PL_CONFIG_PASSWORDS_REFUSE,
};

enum pl_config_accounts {
    PL_CONFIG_ACCOUNTS_NO,
    PL_CONFIG_ACCOUNTS_YES,
    PL_CONFIG_ACCOUNTS_ONLY,
};

enum pl_config_same_user {
    PL_CONFIG_SAME_REPLACE,
    PL_CONFIG_SAME_REFUSE,
};

enum pl_config_password_policy {
    PL_CONFIG_POLICY_IGNORE,
    PL_CONFIG_POLICY_CREATOR,
};

enum pl_config_srtp {
    PL_CONFIG_SRTP_AUTO,
    PL_CONFIG_SRTP_EVP,
    PL_CONFIG_SRTP_IPSEC_MB,
};

enum pl_config_archive_local {
    PL_CONFIG_ARCHIVE_KEEP,
    PL_CONFIG_ARCHIVE_REMOVE,
};

enum pl_config_archive_play {
    PL_CONFIG_ARCHIVE_PASS,
    PL_CONFIG_ARCHIVE_REDIRECT,
};

enum pl_config_p2p {
    PL_CONFIG_P2P_OFF,
    PL_CONFIG_P2P_ASK,
    PL_CONFIG_P2P_ON,
};

enum pl_config_business {
    PL_CONFIG_BUSINESS_ASKED,
    PL_CONFIG_BUSINESS_REQUIRED,
};

enum pl_config_filter {
    PL_CONFIG_FILTER_PROCESS,
    PL_CONFIG_FILTER_THREAD,
};

enum pl_config_store {
    PL_CONFIG_STORE_SQLITE,
    PL_CONFIG_STORE_POSTGRES,
    PL_CONFIG_STORE_NONE,
};

/* Choices are uint32_t so that one table can fill all members; they hold the enums above. */
struct pl_config {
    struct {
        struct pl_addr listen;
        char data[PL_CONFIG_PATH_MAX];
        uint32_t log_level; /* enum pl_log_level */
        uint32_t drain_seconds;
        uint32_t workers; /* 0: cores - 1, at least 1 */
        bool realtime;
        uint32_t max_sessions;
        uint32_t max_links_per_ip;
    } server;
    struct {
        char certificate[PL_CONFIG_PATH_MAX];
        char key[PL_CONFIG_PATH_MAX];
        bool self_signed;
        struct pl_config_list hosts;
    } tls;
    struct {
        char demos_dir[PL_CONFIG_PATH_MAX];
        char sdk_dir[PL_CONFIG_PATH_MAX];
        struct pl_config_list origins;
        uint32_t page_scripts; /* enum pl_signal_scripts */
    } http;
    struct {
        uint32_t max_message_bytes;
        uint32_t messages_per_second;
        uint32_t burst;
        uint32_t ping_seconds;
        uint32_t resume_grace_seconds;
    } signal;
    struct {
        char server_password[PL_CONFIG_TEXT_MAX];
        bool guests;
        bool tell_addresses; /* to the others of a room */
        uint32_t passwords;  /* enum pl_config_passwords */
        uint32_t logins_per_minute_per_ip;
        uint32_t max_failed;
        uint32_t lock_seconds;
        uint32_t same_user; /* enum pl_config_same_user */
        uint32_t accounts;  /* enum pl_config_accounts */
        uint32_t hash_threads;
        uint32_t signature_seconds; /* how far a time stamp may be from now */
        bool signature_zones, signature_once, token_once;
        uint32_t token_skew_seconds;
        struct pl_config_list blocked; /* patterns of addresses */
        struct pl_config_application applications[PL_CONFIG_APPLICATIONS_MAX];
        uint32_t application_count;
        struct pl_config_user users[PL_CONFIG_USERS_MAX];
        uint32_t user_count;
    } login;
    struct {
        uint32_t max_users;
        uint32_t max_rooms;
        uint32_t password_policy; /* enum pl_config_password_policy */
        struct pl_config_room list[PL_CONFIG_ROOMS_MAX];
        uint32_t count;
    } rooms;
    struct {
        struct pl_addr bind; /* family NONE: as server.listen */
        uint32_t port;       /* of the first worker, the next has the next; 0: ephemeral */
        bool tcp;            /* ICE over TCP on the same port numbers */
        struct pl_config_list advertise; /* empty: guess from the interfaces */
        uint32_t srtp_backend;           /* enum pl_config_srtp */
        uint32_t loudest;                /* voices that a session is sent at once; 0: all */
        uint32_t silence;                /* -dBov from which on sound is silence; 0: never */
        uint32_t key_pause_ms;           /* between two key frame requests */
        uint32_t simulcast;              /* enum pl_core_simulcast */
        struct pl_config_list video_codecs;
        uint32_t peer_kbit; /* 0: not limited, as the next two */
        uint32_t peer_packets;
        uint32_t stream_kbit;
    } media;
    struct {
        uint32_t server_data; /* enum pl_core_server_data, without ATTACHED */
        char greeting[PL_CONFIG_TEXT_MAX];
        bool private_chat;
    } chat;
    struct {
        uint32_t ring_seconds;
    } calls;
    struct {
        char secret[PL_CONFIG_TEXT_MAX]; /* empty: there are no business servers */
        uint32_t login;                  /* enum pl_config_business, as the next two */
        uint32_t enter;
        uint32_t call;
        bool guests; /* asked about them, too */
        uint32_t answer_seconds;
        uint32_t max_links;
    } business;
    struct {
        uint32_t directory; /* enum pl_core_friends */
        char named_group[PL_CONFIG_TEXT_MAX];
        char guest_group[PL_CONFIG_TEXT_MAX];
    } friends;
    struct {
        uint32_t agents;    /* enum pl_core_agents */
        bool page_priority; /* pages choose their clients' priority */
        uint32_t ageing_seconds;
        uint32_t return_seconds;
        struct pl_config_place areas[PL_CONFIG_AREAS_MAX];
        struct pl_config_list supervisors; /* names of users */
        uint32_t ask_seconds;
        uint32_t area_count;
        struct pl_config_place queues[PL_CONFIG_QUEUES_MAX];
        uint32_t queue_count;
        struct pl_config_agent agents_known[PL_CONFIG_AGENTS_MAX];
        uint32_t agent_count;
    } counter;
    struct {
        uint32_t backend; /* enum pl_config_store */
        uint32_t safe_seconds;
        char path[PL_CONFIG_PATH_MAX];       /* SQLite; empty: parlor.db below server.data */
        char connection[PL_CONFIG_PATH_MAX]; /* PostgreSQL, as libpq has it */
    } store;
    struct {
        uint32_t keep;                    /* events in the feed; 0: there is none */
        bool texts;                       /* who writes to whom, how much; never what */
        char webhook[PL_CONFIG_PATH_MAX]; /* URL; empty: none */
        char webhook_secret[PL_CONFIG_TEXT_MAX];
    } events;
    struct {
        uint32_t policy; /* enum pl_config_p2p */
        uint32_t max_room_users;
    } p2p;
    struct {
        uint32_t max_mbyte;                 /* of one; 0: no files, no large buffers */
        char directory[PL_CONFIG_PATH_MAX]; /* of kept ones; empty: files below server.data */
        uint32_t total_mbyte;               /* of all kept ones; 0: none are kept */
        uint32_t user_mbyte;
        uint32_t keep_hours; /* 0: for ever */
    } files;
    struct {
        bool enabled;
        char url[PL_CONFIG_PATH_MAX]; /* of the gateway's description; empty: find it */
        uint32_t lease_seconds;
        bool signalling; /* map the port of server.listen, too */
    } upnp;
    struct {
        char plugin[PL_CONFIG_PATH_MAX]; /* empty: none */
        uint32_t isolation;              /* enum pl_config_filter */
        char min_version[PL_CONFIG_TEXT_MAX];
        bool guests; /* asked about them, too */
        uint32_t answer_seconds;
        uint32_t hang_seconds;
        uint32_t memory_mbyte; /* 0: not limited */
    } filter;
    struct {
        bool socket;           /* admin.sock in server.data */
        struct pl_addr listen; /* family NONE: off; else a loopback address */
        uint32_t audit_keep;   /* lines */
        uint32_t audit_days;   /* 0: of any age */
    } admin;
    struct {
        bool text; /* what guests may, as the following */
        bool buffers;
        bool server_data;
        bool files;
        bool private_chat;
        bool calls;
        bool publish;
        bool recording;
    } guests;
    struct {
        bool enabled;
        char recorder[PL_CONFIG_PATH_MAX];  /* the program; empty: parlor-recorder beside us */
        char directory[PL_CONFIG_PATH_MAX]; /* empty: recordings below server.data */
        char images[PL_CONFIG_PATH_MAX];    /* that layouts may name; empty: none */
        uint32_t max_mbyte;
        uint32_t clients; /* enum pl_core_record_clients */
        uint32_t uploads; /* the same enum */
        uint32_t upload_mbyte, upload_user_mbyte, uploads_mbyte;
        uint32_t upload_minutes, convert_minutes;
        bool consent; /* who is recorded is asked; else told */
        uint32_t consent_seconds;
        uint32_t rule; /* enum pl_core_record_rule */
        uint32_t rule_flags;
        uint32_t max_at_once;
        uint32_t max_minutes; /* of one; 0: no limit */
        uint32_t width, height, fps;
        uint32_t video_kbit, audio_kbit;     /* 0: by size; 64 */
        bool names, clock;                   /* in the picture */
        struct pl_config_list viewers;       /* names of users who may find and play */
        struct pl_config_list keepers;       /* and who may delete as well */
        uint32_t link_minutes;               /* that links to files are good for */
        uint32_t free_mbyte;                 /* of the disk that stays free */
        uint32_t keep_days;                  /* then recordings are deleted; 0: kept */
        uint32_t rule_keep_days;             /* those of the rule; 0: as the others */
        struct pl_config_list keep_rooms;    /* pl_config_keep_read */
        bool encrypt;                        /* at rest */
        char master_key[PL_CONFIG_PATH_MAX]; /* empty: record-master.key in server.data */
        char keys[PL_CONFIG_PATH_MAX];       /* folder; empty: record-keys in server.data */
        uint32_t nice;                       /* of recordings' threads */
    } record;
    struct {
        char endpoint[PL_CONFIG_PATH_MAX]; /* URL; empty: there is no archive */
        char bucket[PL_CONFIG_TEXT_MAX];
        char region[PL_CONFIG_TEXT_MAX];
        char key_id[PL_CONFIG_TEXT_MAX];
        char secret[PL_CONFIG_PATH_MAX];
        char prefix[PL_CONFIG_TEXT_MAX]; /* of keys */
        bool bucket_in_host;
        char ca_file[PL_CONFIG_PATH_MAX]; /* empty: the system's */
        uint32_t local;                   /* enum pl_config_archive_local */
        uint32_t local_hours;
        uint32_t play; /* enum pl_config_archive_play */
    } archive;
    struct {
        struct pl_addr group; /* family NONE: off */
        struct pl_config_list users;
        struct pl_addr interface; /* family NONE: as the kernel routes */
        uint32_t ttl;
        uint32_t key_seconds;
    } multicast;
    struct {
        struct pl_addr listen; /* family NONE: off */
    } metrics;
};

/* Every setting at its default. */
void pl_config_init(struct pl_config *c);

/* Text of a file, `name` for the errors. PL_E_RANGE: error holds one line. */
PL_MUST_CHECK enum pl_err pl_config_read_text(struct pl_config *c, const char *name,
                                              struct pl_bytes text,
                                              char error[PL_CONFIG_ERROR_MAX]);
/* Reads the file; PL_E_IO when it cannot be read. */
PL_MUST_CHECK enum pl_err pl_config_read_file(struct pl_config *c, const char *path,
                                              char error[PL_CONFIG_ERROR_MAX]);

/* PARLOR_... of environ (NULL-terminated "NAME=value"); PARLOR_CONFIG and PARLOR_TEST_... are left
 * alone, any other unknown PARLOR_ name is an error. Lists replace what the file said. */
PL_MUST_CHECK enum pl_err pl_config_read_environment(struct pl_config *c,
                                                     const char *const *environment,
                                                     char error[PL_CONFIG_ERROR_MAX]);

/* One setting from outside the file. `source` begins the error ("--listen"). Lists: append adds to
 * what is there. PL_E_NOT_FOUND: no such setting. */
PL_MUST_CHECK enum pl_err pl_config_set(struct pl_config *c, const char *source,
                                        const char *section, const char *key, const char *value,
                                        bool append, char error[PL_CONFIG_ERROR_MAX]);

/* What no single value shows: pairs that must come together. Call last. */
PL_MUST_CHECK enum pl_err pl_config_check(const struct pl_config *c,
                                          char error[PL_CONFIG_ERROR_MAX]);

/* docs/configuration.md, complete. */
void pl_config_print_docs(FILE *out);

#endif
