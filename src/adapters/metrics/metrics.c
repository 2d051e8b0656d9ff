/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/metrics/metrics.h"

#include <stddef.h>

enum {
    PAGE_BYTES = 48 * 1024, /* names, help and everything there is once */
    WORKER_BYTES = 16 * 1024,
    DECIMAL_MAX = 20, /* digits of UINT64_MAX */
};

/* ---- the tables ---- */

enum metric_type {
    GAUGE,
    COUNTER,
    GAUGE_US, /* kept in microseconds, shown in seconds */
    COUNTER_US,
    HISTOGRAM, /* its buckets; the sum and the count are of the same family */
    HISTOGRAM_SUM,
    HISTOGRAM_SUM_US,
    HISTOGRAM_COUNT,
};

/* One number of a struct. Lines of one family stand together and share its help. */
struct metric {
    const char *name;
    enum metric_type type;
    const char *labels; /* `reason="auth"`; NULL: none */
    size_t offset;
    size_t size;
    const char *help; /* NULL: the family is that of the line above */
};

#define OF(owner, member) offsetof(struct owner, member), sizeof(((struct owner *)0)->member)

static const struct metric process_metrics[] = {
    {"process_start_time_seconds", GAUGE_US, NULL, OF(pl_metrics_process, start_us),
     "Start of the process, in seconds since 1970-01-01 UTC."},
    {"process_cpu_seconds_total", COUNTER_US, NULL, OF(pl_metrics_process, cpu_us),
     "Processor time of all threads, user and system."},
    {"process_resident_memory_bytes", GAUGE, NULL, OF(pl_metrics_process, resident_bytes),
     "Resident memory."},
    {"process_virtual_memory_bytes", GAUGE, NULL, OF(pl_metrics_process, virtual_bytes),
     "Virtual memory."},
    {"process_open_fds", GAUGE, NULL, OF(pl_metrics_process, open_fds), "Open file descriptors."},
    {"process_max_fds", GAUGE, NULL, OF(pl_metrics_process, max_fds),
     "Limit of open file descriptors."},
};

static const struct metric core_metrics[] = {
    {"parlor_core_links", GAUGE, NULL, OF(pl_core_stats, links),
     "Links that the domain knows, with a session or not yet."},
    {"parlor_core_sessions", GAUGE, NULL, OF(pl_core_stats, sessions),
     "Sessions, detached ones included."},
    {"parlor_core_detached_sessions", GAUGE, NULL, OF(pl_core_stats, detached),
     "Sessions without a link, in their grace time."},
    {"parlor_core_users", GAUGE, NULL, OF(pl_core_stats, users), "Users who are logged in."},
    {"parlor_core_rooms", GAUGE, NULL, OF(pl_core_stats, rooms), "Rooms with somebody in them."},
    {"parlor_core_names", GAUGE, NULL, OF(pl_core_stats, names),
     "User names whose numbers are remembered."},
    {"parlor_core_addresses", GAUGE, NULL, OF(pl_core_stats, addresses),
     "Client addresses whose logins are being counted."},
    {"parlor_core_outbox_messages", GAUGE, NULL, OF(pl_core_stats, outbox_messages),
     "Messages that clients have not confirmed yet."},
    {"parlor_core_outbox_bytes", GAUGE, NULL, OF(pl_core_stats, outbox_bytes),
     "Bytes of the messages that clients have not confirmed yet."},
    {"parlor_core_private_chats", GAUGE, NULL, OF(pl_core_stats, private_chats),
     "Private chats between two users."},
    {"parlor_core_calls", GAUGE, NULL, OF(pl_core_stats, calls),
     "Calls between two users that have begun and not ended."},
    {"parlor_core_calls_started_total", COUNTER, NULL, OF(pl_core_stats, calls_started),
     "Calls that were answered."},
    {"parlor_core_calls_failed_total", COUNTER, NULL, OF(pl_core_stats, calls_failed),
     "Calls that have not come to talking: refused, taken back, nobody there, busy."},
    {"parlor_core_blocked_addresses", GAUGE, NULL, OF(pl_core_stats, blocked),
     "Patterns of addresses that may not connect."},
    {"parlor_core_turned_away_total", COUNTER, NULL, OF(pl_core_stats, turned_away),
     "Links from such addresses."},
    {"parlor_core_questions", GAUGE, NULL, OF(pl_core_stats, asks),
     "Logins, entries and calls that others are being asked about."},
    {"parlor_core_questions_total", COUNTER, NULL, OF(pl_core_stats, asked),
     "Those that others were asked about."},
    {"parlor_core_questions_late_total", COUNTER, NULL, OF(pl_core_stats, asks_late),
     "Those that nobody has answered in time."},
    {"parlor_core_friendships", GAUGE, NULL, OF(pl_core_stats, friendships),
     "Friends in the lists of all users."},
    {"parlor_core_friends_refused_total", COUNTER, NULL, OF(pl_core_stats, friends_refused),
     "Friends, groups and texts of users that the directory has not taken."},
    {"parlor_core_desk_waiting", GAUGE, NULL, OF(pl_core_stats, waiting),
     "Clients who wait in the queues of the service counters."},
    {"parlor_core_desk_agents", GAUGE, NULL, OF(pl_core_stats, agents),
     "Agents in the areas of the service counters."},
    {"parlor_core_desk_services", GAUGE, NULL, OF(pl_core_stats, services),
     "Agents who serve somebody."},
    {"parlor_core_desk_tickets_total", COUNTER, NULL, OF(pl_core_stats, tickets),
     "Clients who have entered a queue."},
    {"parlor_core_desk_matched_total", COUNTER, NULL, OF(pl_core_stats, tickets_matched),
     "Clients who left a queue because an agent took them."},
    {"parlor_core_desk_left_total", COUNTER, NULL, OF(pl_core_stats, tickets_left),
     "Clients who left a queue before."},
    {"parlor_core_recordings", GAUGE, NULL, OF(pl_core_stats, records),
     "Recordings at the server that are not over"},
    {"parlor_core_recordings_asked_total", COUNTER, NULL, OF(pl_core_stats, records_asked),
     "Recordings and snapshots at the server that were asked for"},
    {"parlor_core_recordings_failed_total", COUNTER, NULL, OF(pl_core_stats, records_failed),
     "Of them, those that did not begin or are not whole"},
    {"parlor_core_objects_refused_total", COUNTER, NULL, OF(pl_core_stats, objects_refused),
     "What a business server said to the service counters and made no sense."},
    {"parlor_core_direct_pairs", GAUGE, NULL, OF(pl_core_stats, direct),
     "Pairs of users with a direct connection."},
    {"parlor_core_direct_attempts_total", COUNTER, NULL, OF(pl_core_stats, direct_attempts),
     "Direct connections that two users were told to try."},
    {"parlor_core_direct_failures_total", COUNTER, NULL, OF(pl_core_stats, direct_failures),
     "Direct connections that did not come up in time, or were lost."},
    {"parlor_core_transfers", GAUGE, NULL, OF(pl_core_stats, transfers),
     "Files and large buffers on their way."},
    {"parlor_core_transfers_started_total", COUNTER, NULL, OF(pl_core_stats, transfers_started),
     "Files and large buffers that were begun."},
    {"parlor_core_transfers_failed_total", COUNTER, NULL, OF(pl_core_stats, transfers_failed),
     "Files and large buffers that were given up, by either end or with its session."},
    {"parlor_core_transfer_bytes_total", COUNTER, NULL, OF(pl_core_stats, transfer_bytes),
     "Bytes of files and large buffers passed on or stored; what is sent again counts again."},
    {"parlor_core_transfer_dropped_pieces_total", COUNTER, NULL, OF(pl_core_stats, transfer_drops),
     "Pieces that were not passed on, since a receiver was slow or its link lost: sent again."},
};

static const struct metric business_metrics[] = {
    {"parlor_business_links", GAUGE, NULL, OF(pl_business_stats, links),
     "Links of business servers, with those that have not attached yet."},
    {"parlor_business_attached", GAUGE, NULL, OF(pl_business_stats, attached),
     "Business servers that take part."},
    {"parlor_business_open_questions", GAUGE, NULL, OF(pl_business_stats, asks),
     "Questions to business servers that are not answered yet."},
    {"parlor_business_files", GAUGE, NULL, OF(pl_business_stats, files),
     "Files and large buffers on their way to or from business servers."},
    {"parlor_business_attaches_total", COUNTER, NULL, OF(pl_business_stats, attaches),
     "Business servers that have come, or come back."},
    {"parlor_business_refusals_total", COUNTER, NULL, OF(pl_business_stats, refusals),
     "Business servers refused: wrong secret, too many, locked address."},
    {"parlor_business_messages_total", COUNTER, NULL, OF(pl_business_stats, messages),
     "Messages of business servers."},
    {"parlor_business_errors_total", COUNTER, NULL, OF(pl_business_stats, errors),
     "Messages of business servers answered with an error."},
    {"parlor_business_questions_total", COUNTER, NULL, OF(pl_business_stats, asked),
     "Questions put to business servers; one that is handed on counts again."},
    {"parlor_business_answers_total", COUNTER, NULL, OF(pl_business_stats, answered),
     "Questions that a business server has answered in time."},
    {"parlor_business_pauses_total", COUNTER, NULL, OF(pl_business_stats, pauses),
     "Times that the server read no more of a business server for a while, since it did too much."},
};

static const struct metric filter_metrics[] = {
    {"parlor_filter_up", GAUGE, NULL, OF(pl_filter_stats, up), "1 while the filter plug-in runs."},
    {"parlor_filter_waiting_calls", GAUGE, NULL, OF(pl_filter_stats, waiting),
     "Calls that wait for the plug-in."},
    {"parlor_filter_calls_total", COUNTER, NULL, OF(pl_filter_stats, calls),
     "Calls made to the plug-in."},
    {"parlor_filter_starts_total", COUNTER, NULL, OF(pl_filter_stats, starts),
     "Starts of the plug-in, the first included."},
    {"parlor_filter_lost_calls_total", COUNTER, NULL, OF(pl_filter_stats, lost_calls),
     "Calls dropped since too many waited: news the plug-in never hears."},
    {"parlor_filter_refused_total", COUNTER, NULL, OF(pl_filter_stats, refused),
     "Logins and entries refused since the plug-in crashed over them or too many waited."},
    {"parlor_filter_nonsense_total", COUNTER, NULL, OF(pl_filter_stats, nonsense),
     "Answers of the plug-in that made no sense."},
    {"parlor_filter_data_total", COUNTER, NULL, OF(pl_filter_stats, data),
     "Pieces of data from the plug-in for users."},
    {"parlor_filter_data_bytes_total", COUNTER, NULL, OF(pl_filter_stats, data_bytes),
     "Bytes of them."},
    {"parlor_filter_data_dropped_total", COUNTER, NULL, OF(pl_filter_stats, data_dropped),
     "Pieces for users who had gone, or longer than allowed."},
};

static const struct metric store_metrics[] = {
    {"parlor_store_waiting_requests", GAUGE, NULL, OF(pl_store_stats, waiting),
     "Requests to the store that have not been answered."},
    {"parlor_store_waiting_bytes", GAUGE, NULL, OF(pl_store_stats, waiting_bytes),
     "Memory of those requests."},
    {"parlor_store_writes_total", COUNTER, NULL, OF(pl_store_stats, writes),
     "Writes that the store was asked for."},
    {"parlor_store_reads_total", COUNTER, NULL, OF(pl_store_stats, reads),
     "Reads that the store was asked for."},
    {"parlor_store_commits_total", COUNTER, NULL, OF(pl_store_stats, commits),
     "Transactions; writes that wait together share one."},
    {"parlor_store_failures_total", COUNTER, NULL, OF(pl_store_stats, failures),
     "Requests that the database could not carry out."},
    {"parlor_store_refused_total", COUNTER, NULL, OF(pl_store_stats, refused),
     "Requests refused because too many waited."},
    {"parlor_store_down", GAUGE, NULL, OF(pl_store_stats, down),
     "1 while the database cannot be reached."},
};

static const struct metric safe_metrics[] = {
    {"parlor_safe_waiting_writes", GAUGE, NULL, OF(pl_metrics_safe, waiting),
     "Writes that have to be on the disk before anybody is told of them."},
    {"parlor_safe_waiting_bytes", GAUGE, NULL, OF(pl_metrics_safe, waiting_bytes),
     "Memory of those writes."},
    {"parlor_safe_oldest_seconds", GAUGE_US, NULL, OF(pl_metrics_safe, oldest_us),
     "How long the oldest of them waits."},
    {"parlor_safe_written_total", COUNTER, NULL, OF(pl_metrics_safe, written),
     "Steps whose writes are safe."},
    {"parlor_safe_again_total", COUNTER, NULL, OF(pl_metrics_safe, again),
     "Writes that were tried again after a failure."},
    {"parlor_safe_lost_total", COUNTER, NULL, OF(pl_metrics_safe, lost),
     "Rows that were never written: too many waited, or the database would not have them."},
    {"parlor_safe_unsafe", GAUGE, NULL, OF(pl_metrics_safe, unsafe),
     "1 while answers do not wait for the store, which is away for longer than "
     "store.safe_seconds."},
    {"parlor_safe_held_messages", GAUGE, NULL, OF(pl_metrics_safe, held),
     "Messages to clients that wait for writes."},
    {"parlor_safe_held_bytes", GAUGE, NULL, OF(pl_metrics_safe, held_bytes), "Bytes of them."},
    {"parlor_safe_held_links", GAUGE, NULL, OF(pl_metrics_safe, held_links),
     "Links whose messages wait."},
    {"parlor_safe_let_out_total", COUNTER, NULL, OF(pl_metrics_safe, let_out),
     "Times that all of them went out at once, for want of room."},
};

static const struct metric record_metrics[] = {
    {"parlor_recorder_up", GAUGE, NULL, OF(pl_metrics_records, up), "1 while there is a recorder."},
    {"parlor_recorder_restarts_total", COUNTER, NULL, OF(pl_metrics_records, restarts),
     "Ends of the recorder that nobody asked for."},
    {"parlor_recorder_sources", GAUGE, NULL, OF(pl_metrics_records, sources),
     "Streams that go to the recorder."},
    {"parlor_recorder_warnings_total", COUNTER, "what=\"loss\"", OF(pl_metrics_records, warn_loss),
     "What the recorder had to leave out: lost packets, pictures it was too slow for, ..."},
    {"parlor_recorder_warnings_total", COUNTER, "what=\"slow\"", OF(pl_metrics_records, warn_slow),
     NULL},
    {"parlor_recorder_warnings_total", COUNTER, "what=\"disk_low\"",
     OF(pl_metrics_records, warn_disk), NULL},
    {"parlor_recorder_warnings_total", COUNTER, "what=\"undecodable\"",
     OF(pl_metrics_records, warn_undecodable), NULL},
    {"parlor_recordings_running", GAUGE, NULL, OF(pl_metrics_records, running),
     "Recordings that are being written."},
    {"parlor_recordings_ended_total", COUNTER, "how=\"stopped\"", OF(pl_metrics_records, stopped),
     "Recordings that have ended, by how: what is neither stopped nor a limit is incomplete, or no "
     "file at all."},
    {"parlor_recordings_ended_total", COUNTER, "how=\"limit\"", OF(pl_metrics_records, limit),
     NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"canceled\"", OF(pl_metrics_records, canceled),
     NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"changed\"", OF(pl_metrics_records, changed),
     NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"disk_full\"",
     OF(pl_metrics_records, disk_full), NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"io\"", OF(pl_metrics_records, io), NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"link\"", OF(pl_metrics_records, link), NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"recovered\"",
     OF(pl_metrics_records, recovered), NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"empty\"", OF(pl_metrics_records, empty),
     NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"failed\"", OF(pl_metrics_records, failed),
     NULL},
    {"parlor_recordings_ended_total", COUNTER, "how=\"never_begun\"", OF(pl_metrics_records, never),
     NULL},
    {"parlor_recordings_snapshots_total", COUNTER, NULL, OF(pl_metrics_records, snapshots),
     "Pictures of users that were taken."},
    {"parlor_recordings_files_total", COUNTER, NULL, OF(pl_metrics_records, files),
     "Files of recordings and snapshots that are whole and in the catalogue."},
    {"parlor_recordings_bytes_total", COUNTER, NULL, OF(pl_metrics_records, bytes),
     "Bytes of them."},
    {"parlor_recordings_lost_seconds_total", COUNTER_US, NULL, OF(pl_metrics_records, lost_us),
     "What may be missing at the ends of recordings whose recorder was killed, at most."},
    {"parlor_recordings_file_jobs", GAUGE, NULL, OF(pl_metrics_records, waiting),
     "Files that are being, or wait to be, sealed, verified or erased."},
    {"parlor_recordings_sealed_total", COUNTER, NULL, OF(pl_metrics_records, sealed),
     "Recordings that have got a signed manifest."},
    {"parlor_recordings_encrypted_total", COUNTER, NULL, OF(pl_metrics_records, encrypted),
     "Of them, those that are encrypted at rest."},
    {"parlor_recordings_seal_failures_total", COUNTER, NULL, OF(pl_metrics_records, seal_failures),
     "Recordings that could not be sealed; the next start tries again."},
    {"parlor_recordings_opened_total", COUNTER, "how=\"play\"", OF(pl_metrics_records, plays),
     "Files that were fetched by a link from their beginning."},
    {"parlor_recordings_opened_total", COUNTER, "how=\"download\"",
     OF(pl_metrics_records, downloads), NULL},
    {"parlor_recordings_links_refused_total", COUNTER, NULL, OF(pl_metrics_records, refused),
     "Requests with a link that was none, or whose time was over."},
    {"parlor_recordings_verified_total", COUNTER, "result=\"whole\"",
     OF(pl_metrics_records, verified), "Recordings that somebody has had verified."},
    {"parlor_recordings_verified_total", COUNTER, "result=\"changed\"",
     OF(pl_metrics_records, verified_changed), NULL},
    {"parlor_recordings_deleted_total", COUNTER, "by=\"somebody\"", OF(pl_metrics_records, deleted),
     "Recordings whose bytes are gone."},
    {"parlor_recordings_deleted_total", COUNTER, "by=\"clock\"", OF(pl_metrics_records, expired),
     NULL},
    {"parlor_recordings_delete_failures_total", COUNTER, NULL,
     OF(pl_metrics_records, delete_failures), "Deletions that did not work."},
};

static const struct metric upload_metrics[] = {
    {"parlor_record_uploads", GAUGE, "state=\"receiving\"", OF(pl_intake_stats, receiving),
     "Recordings of pages that are being uploaded, and those that wait to be converted."},
    {"parlor_record_uploads", GAUGE, "state=\"converting\"", OF(pl_intake_stats, waiting), NULL},
    {"parlor_record_upload_bytes_total", COUNTER, NULL, OF(pl_intake_stats, bytes),
     "Bytes of them that were taken."},
    {"parlor_record_uploads_ended_total", COUNTER, "how=\"converted\"",
     OF(pl_intake_stats, converted), "Uploads that are over."},
    {"parlor_record_uploads_ended_total", COUNTER, "how=\"failed\"", OF(pl_intake_stats, failed),
     NULL},
    {"parlor_record_uploads_incomplete_total", COUNTER, NULL, OF(pl_intake_stats, incomplete),
     "Those of them whose page was gone before the end of the recording."},
};

static const struct metric archive_metrics[] = {
    {"parlor_archive_waiting_files", GAUGE, NULL, OF(pl_archive_stats, waiting),
     "Recordings on their way to the object store, or to be deleted there."},
    {"parlor_archive_away", GAUGE, NULL, OF(pl_archive_stats, away),
     "1 while the object store does not take what it is brought."},
    {"parlor_archive_files_total", COUNTER, NULL, OF(pl_archive_stats, files),
     "Files that were brought to the object store."},
    {"parlor_archive_bytes_total", COUNTER, NULL, OF(pl_archive_stats, bytes), "Bytes of them."},
    {"parlor_archive_deleted_total", COUNTER, NULL, OF(pl_archive_stats, deleted),
     "Files that were deleted in the object store."},
    {"parlor_archive_removed_total", COUNTER, NULL, OF(pl_archive_stats, removed),
     "Copies on this machine's disk that were removed since the object store has them."},
    {"parlor_archive_failed_total", COUNTER, NULL, OF(pl_archive_stats, failed),
     "Files that could not be read here, and were not brought."},
    {"parlor_archive_retries_total", COUNTER, NULL, OF(pl_archive_stats, retries),
     "Attempts that the object store, or the line to it, has failed."},
    {"parlor_archive_fetched_total", COUNTER, NULL, OF(pl_archive_stats, fetched),
     "Requests for recordings that were passed on from the object store."},
    {"parlor_archive_fetched_bytes_total", COUNTER, NULL, OF(pl_archive_stats, fetched_bytes),
     "Bytes passed on from it."},
    {"parlor_archive_fetch_failures_total", COUNTER, NULL, OF(pl_archive_stats, fetch_failed),
     "Of these requests, those that failed."},
};

static const struct metric signal_metrics[] = {
    {"parlor_signal_http_requests_total", COUNTER, NULL, OF(pl_signal_stats, requests),
     "HTTP requests, upgrades included."},
    {"parlor_signal_http_bad_requests_total", COUNTER, NULL, OF(pl_signal_stats, bad_requests),
     "HTTP requests refused for their form or slowness, or as an upgrade."},
    {"parlor_signal_links_opened_total", COUNTER, NULL, OF(pl_signal_stats, links_opened),
     "WebSocket links opened."},
    {"parlor_signal_links_refused_total", COUNTER, NULL, OF(pl_signal_stats, links_refused),
     "WebSocket links refused, by a limit, for their origin or for the upgrade's form."},
    {"parlor_signal_links_broken_total", COUNTER, NULL, OF(pl_signal_stats, links_broken),
     "WebSocket links ended by the server for a broken rule."},
    {"parlor_signal_received_messages_total", COUNTER, "kind=\"text\"",
     OF(pl_signal_stats, texts_in), "WebSocket messages received."},
    {"parlor_signal_received_messages_total", COUNTER, "kind=\"binary\"",
     OF(pl_signal_stats, binaries_in), NULL},
    {"parlor_signal_received_bytes_total", COUNTER, NULL, OF(pl_signal_stats, bytes_in),
     "Payload bytes of the WebSocket messages received."},
    {"parlor_signal_sent_messages_total", COUNTER, NULL, OF(pl_signal_stats, messages_out),
     "WebSocket messages sent."},
    {"parlor_signal_sent_bytes_total", COUNTER, NULL, OF(pl_signal_stats, bytes_out),
     "Payload bytes of the WebSocket messages sent."},
    {"parlor_signal_links", GAUGE, NULL, OF(pl_signal_stats, links_open), "WebSocket links open."},
    {"parlor_signal_connections", GAUGE, NULL, OF(pl_signal_stats, connections_open),
     "TCP connections open, those of links included."},
    {"parlor_signal_connections_refused_total", COUNTER, NULL,
     OF(pl_signal_stats, connections_refused), "TCP connections dropped at accept, by a limit."},
};

#define DROPPED(reason, member, help)                                                              \
    {                                                                                              \
        "parlor_media_dropped_total", COUNTER, "reason=\"" reason "\"",                            \
            OF(pl_media_stats, member), help                                                       \
    }

#define WAY(way, member) OF(pl_media_stats, way.member)
#define BUCKET(name, way, member, index, bound, help)                                              \
    {                                                                                              \
        name, HISTOGRAM, "direction=\"" #way "\",le=\"" bound "\"", WAY(way, member.le[index]),    \
            help                                                                                   \
    }
/* The count comes twice: as the last bucket, and by its own name. */
#define DISTRIBUTION(name, way, member, sum_type, b0, b1, b2, b3, b4, b5, help)                    \
    BUCKET(name, way, member, 0, b0, help), BUCKET(name, way, member, 1, b1, NULL),                \
        BUCKET(name, way, member, 2, b2, NULL), BUCKET(name, way, member, 3, b3, NULL),            \
        BUCKET(name, way, member, 4, b4, NULL), BUCKET(name, way, member, 5, b5, NULL),            \
        {name, HISTOGRAM, "direction=\"" #way "\",le=\"+Inf\"", WAY(way, member.count), NULL},     \
        {name, sum_type, "direction=\"" #way "\"", WAY(way, member.sum), NULL},                    \
    {                                                                                              \
        name, HISTOGRAM_COUNT, "direction=\"" #way "\"", WAY(way, member.count), NULL              \
    }
#define MARKS(way, help)                                                                           \
    DISTRIBUTION("parlor_media_quality_marks", way, marks, HISTOGRAM_SUM, "0", "1", "2", "3", "4", \
                 "5", help)
#define LOSS(way, help)                                                                            \
    DISTRIBUTION("parlor_media_lost_packets_ratio", way, loss_ppm, HISTOGRAM_SUM_US, "0", "0.005", \
                 "0.01", "0.02", "0.05", "0.1", help)
#define ROUND_TRIP(way, help)                                                                      \
    DISTRIBUTION("parlor_media_round_trip_seconds", way, rtt_us, HISTOGRAM_SUM_US, "0.02", "0.05", \
                 "0.1", "0.2", "0.4", "0.8", help)
#define BY_REASON(name, type, member, help)                                                        \
    {name, type, "reason=\"best\"", OF(pl_media_stats, member[PL_MEDIA_WHY_BEST]), help},          \
        {name, type, "reason=\"size\"", OF(pl_media_stats, member[PL_MEDIA_WHY_SIZE]), NULL},      \
        {name, type, "reason=\"estimate\"", OF(pl_media_stats, member[PL_MEDIA_WHY_ESTIMATE]),     \
         NULL},                                                                                    \
    {                                                                                              \
        name, type, "reason=\"hidden\"", OF(pl_media_stats, member[PL_MEDIA_WHY_HIDDEN]), NULL     \
    }

static const struct metric media_metrics[] = {
    {"parlor_media_sessions", GAUGE, NULL, OF(pl_media_stats, sessions),
     "Sessions whose media this worker carries."},
    {"parlor_media_peers", GAUGE, NULL, OF(pl_media_stats, peers),
     "Peer connections, up or being set up."},
    {"parlor_media_streams", GAUGE, NULL, OF(pl_media_stats, streams), "Published streams."},
    {"parlor_media_received_datagrams_total", COUNTER, NULL, OF(pl_media_stats, datagrams_in),
     "UDP datagrams received."},
    {"parlor_media_sent_datagrams_total", COUNTER, NULL, OF(pl_media_stats, datagrams_out),
     "UDP datagrams sent."},
    {"parlor_media_received_bytes_total", COUNTER, NULL, OF(pl_media_stats, bytes_in),
     "Payload bytes of the UDP datagrams received."},
    {"parlor_media_sent_bytes_total", COUNTER, NULL, OF(pl_media_stats, bytes_out),
     "Payload bytes of the UDP datagrams sent."},
    {"parlor_media_received_stun_messages_total", COUNTER, NULL, OF(pl_media_stats, stun_in),
     "STUN messages received."},
    DROPPED("stranger", dropped_stranger,
            "What was received and dropped: stranger = neither STUN nor from a checked path, "
            "ufrag = STUN for nobody here, malformed = not readable, auth = authentication failed, "
            "replay = seen before or too old, unknown_ssrc = belongs to no stream, budget = more "
            "than a connection may bring, stream_budget = more than a stream may, checks = STUN of "
            "a source or for a connection that had too many."),
    DROPPED("ufrag", dropped_ufrag, NULL),
    DROPPED("malformed", dropped_malformed, NULL),
    DROPPED("auth", dropped_auth, NULL),
    DROPPED("replay", dropped_replay, NULL),
    DROPPED("unknown_ssrc", dropped_unknown_ssrc, NULL),
    DROPPED("budget", dropped_budget, NULL),
    DROPPED("stream_budget", dropped_stream_budget, NULL),
    DROPPED("checks", dropped_checks, NULL),
    {"parlor_media_received_rtp_packets_total", COUNTER, NULL, OF(pl_media_stats, rtp_in),
     "RTP packets taken from publishers, each once, repaired ones included."},
    {"parlor_media_sent_rtp_packets_total", COUNTER, NULL, OF(pl_media_stats, rtp_out),
     "RTP packets sent to subscribers for the first time."},
    {"parlor_media_received_silent_packets_total", COUNTER, NULL, OF(pl_media_stats, silent),
     "Sound packets received that were silence, and so not forwarded."},
    {"parlor_media_outspoken_packets_total", COUNTER, NULL, OF(pl_media_stats, outspoken),
     "Sound packets not forwarded to a subscriber because enough others were louder."},
    {"parlor_media_speaking_voices", GAUGE, NULL, OF(pl_media_stats, speaking),
     "Published sounds that are not silent."},
    BY_REASON("parlor_media_paused_streams", GAUGE, paused,
              "Pictures that a subscriber watches and is not sent, by reason: best = the best "
              "there is, size = shown no larger, estimate = his way carries no more, hidden = he "
              "cannot see it."),
    BY_REASON(
        "parlor_media_layer_changes_total", COUNTER, switched,
        "Decisions that changed the layer of a picture for a subscriber, or why he gets it, by the "
        "new reason."),
    MARKS(up, "Marks of streams from 0 (nothing comes) to 5, each once in two seconds; up = from "
              "publishers, down = to subscribers."),
    MARKS(down, NULL),
    LOSS(up, "Packets lost of a stream before repair, each once in two seconds."),
    LOSS(down, NULL),
    ROUND_TRIP(up, "Round trips of connections, each once in two seconds."),
    ROUND_TRIP(down, NULL),
    {"parlor_media_received_rtx_packets_total", COUNTER, NULL, OF(pl_media_stats, rtx_in),
     "Retransmissions received from publishers."},
    {"parlor_media_sent_rtx_packets_total", COUNTER, NULL, OF(pl_media_stats, rtx_out),
     "Retransmissions sent to subscribers."},
    {"parlor_media_received_nack_packets_total", COUNTER, NULL, OF(pl_media_stats, nack_in),
     "Packets that subscribers asked for again."},
    {"parlor_media_sent_nack_packets_total", COUNTER, NULL, OF(pl_media_stats, nack_out),
     "Packets that publishers were asked for again."},
    {"parlor_media_received_pli_total", COUNTER, NULL, OF(pl_media_stats, pli_in),
     "Key frame requests of subscribers."},
    {"parlor_media_sent_pli_total", COUNTER, NULL, OF(pl_media_stats, pli_out),
     "Key frame requests to publishers."},
    {"parlor_media_received_feedback_total", COUNTER, NULL, OF(pl_media_stats, feedback_in),
     "Transport-wide feedback packets of subscribers."},
    {"parlor_media_tcp_connections", GAUGE, NULL, OF(pl_media_stats, tcp_open),
     "TCP connections of clients to whom no UDP gets through, or that are about to tell."},
    {"parlor_media_tcp_connections_accepted_total", COUNTER, NULL, OF(pl_media_stats, tcp_accepted),
     "TCP connections accepted."},
    {"parlor_media_tcp_connections_ended_total", COUNTER, "reason=\"refused\"",
     OF(pl_media_stats, tcp_refused),
     "TCP connections ended by the server: refused = over a limit, strange = no ICE check for "
     "anybody here in time, slow = did not read."},
    {"parlor_media_tcp_connections_ended_total", COUNTER, "reason=\"strange\"",
     OF(pl_media_stats, tcp_strange), NULL},
    {"parlor_media_tcp_connections_ended_total", COUNTER, "reason=\"slow\"",
     OF(pl_media_stats, tcp_slow), NULL},
    {"parlor_media_tcp_dropped_datagrams_total", COUNTER, NULL, OF(pl_media_stats, tcp_dropped),
     "Video datagrams not sent because a TCP connection was too slow."},
    {"parlor_media_stun_requests_total", COUNTER, "outcome=\"answered\"",
     OF(pl_media_stats, stun_answered),
     "Binding requests of the STUN service, which tells signed-in clients their address; refused = "
     "of a stranger, or over a rate."},
    {"parlor_media_stun_requests_total", COUNTER, "outcome=\"refused\"",
     OF(pl_media_stats, stun_refused), NULL},
    {"parlor_media_path_checks_total", COUNTER, "outcome=\"asked\"",
     OF(pl_media_stats, paths_asked),
     "Addresses that clients moved to, asked whether they receive what is sent there; proven = "
     "answered, unproven = did not, so that nothing was sent there."},
    {"parlor_media_path_checks_total", COUNTER, "outcome=\"proven\"",
     OF(pl_media_stats, paths_proven), NULL},
    {"parlor_media_path_checks_total", COUNTER, "outcome=\"unproven\"",
     OF(pl_media_stats, paths_unproven), NULL},
    {"parlor_media_paced_packets_total", COUNTER, NULL, OF(pl_media_stats, paced),
     "Packets that waited for their turn towards a subscriber."},
    {"parlor_media_dropped_late_packets_total", COUNTER, NULL, OF(pl_media_stats, dropped_late),
     "Packets that waited for their turn so long that they were left out."},
    {"parlor_media_sent_padding_packets_total", COUNTER, NULL, OF(pl_media_stats, padding_out),
     "Packets sent to subscribers to learn whether more would fit: repeated ones, or empty."},
    {"parlor_media_caught_up_total", COUNTER, NULL, OF(pl_media_stats, caught_up),
     "Newcomers who got a picture's last key frame, and what followed, from memory."},
    {"parlor_media_layer_switches_total", COUNTER, NULL, OF(pl_media_stats, layer_switches),
     "Subscribers that went on with another simulcast encoding of a picture."},
    {"parlor_media_copied_packets_total", COUNTER, NULL, OF(pl_media_stats, copied),
     "Packets of users whose media go to the multicast group, as plain RTP and RTCP."},
    {"parlor_media_dropped_copies_total", COUNTER, NULL, OF(pl_media_stats, dropped_copies),
     "Packets for the multicast group that the network did not take."},
    {"parlor_media_left_out_packets_total", COUNTER, NULL, OF(pl_media_stats, layer_left_out),
     "Packets not forwarded to a subscriber because they are of a layer that it does not get."},
};

/* ---- text ---- */

/* Digits of v, at least `digits` of them. */
static void write_decimal(struct pl_writer *w, uint64_t v, size_t digits)
{
    char text[DECIMAL_MAX];
    size_t at = sizeof(text);
    do {
        text[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0 || sizeof(text) - at < digits);
    pl_write_bytes(w, pl_bytes_of(text + at, sizeof(text) - at));
}

/* Any text between quotes: backslash, quote and line feed are the three that the format escapes. */
static void write_label(struct pl_writer *w, const char *name, const char *value)
{
    pl_write_str(w, name);
    pl_write_str(w, "=\"");
    for (; *value; value++) {
        if (*value == '\n') {
            pl_write_str(w, "\\n");
            continue;
        }
        if (*value == '\\' || *value == '"')
            pl_write_u8(w, '\\');
        pl_write_u8(w, (uint8_t)*value);
    }
    pl_write_u8(w, '"');
}

static uint64_t value_of(const struct metric *m, const void *from)
{
    const uint8_t *at = (const uint8_t *)from + m->offset;
    uint64_t wide;
    uint32_t narrow;
    if (m->size == sizeof(wide)) {
        memcpy(&wide, at, sizeof(wide));
        return wide;
    }
    memcpy(&narrow, at, sizeof(narrow)); /* a size_t of 32 bits */
    return narrow;
}

static void write_value(struct pl_writer *w, const struct metric *m, uint64_t v)
{
    pl_write_u8(w, ' ');
    if (m->type == GAUGE_US || m->type == COUNTER_US || m->type == HISTOGRAM_SUM_US) {
        write_decimal(w, v / 1000000u, 1);
        pl_write_u8(w, '.');
        write_decimal(w, v % 1000000u, 6);
    } else {
        write_decimal(w, v, 1);
    }
    pl_write_u8(w, '\n');
}

static const char *type_name(enum metric_type type)
{
    switch (type) {
    case COUNTER:
    case COUNTER_US:
        return " counter\n";
    case HISTOGRAM:
        return " histogram\n";
    default:
        return " gauge\n";
    }
}

/* What a line of a histogram's family is called. */
static const char *ending(enum metric_type type)
{
    switch (type) {
    case HISTOGRAM:
        return "_bucket";
    case HISTOGRAM_SUM:
    case HISTOGRAM_SUM_US:
        return "_sum";
    case HISTOGRAM_COUNT:
        return "_count";
    default:
        return "";
    }
}

static void write_head(struct pl_writer *w, const char *name, const char *help,
                       enum metric_type type)
{
    pl_write_str(w, "# HELP ");
    pl_write_str(w, name);
    pl_write_u8(w, ' ');
    pl_write_str(w, help);
    pl_write_str(w, "\n# TYPE ");
    pl_write_str(w, name);
    pl_write_str(w, type_name(type));
}

static void write_family_head(struct pl_writer *w, const struct metric *m)
{
    if (m->help)
        write_head(w, m->name, m->help, m->type);
}

/* A struct that there is once. */
static void write_table(struct pl_writer *w, const struct metric *table, size_t count,
                        const void *from, bool may_lack)
{
    for (size_t i = 0; i < count; i++) {
        const struct metric *m = &table[i];
        uint64_t v = value_of(m, from);
        if (may_lack && v == PL_METRICS_UNKNOWN)
            continue;
        write_family_head(w, m);
        pl_write_str(w, m->name);
        if (m->labels) {
            pl_write_u8(w, '{');
            pl_write_str(w, m->labels);
            pl_write_u8(w, '}');
        }
        write_value(w, m, v);
    }
}

static void write_workers(struct pl_writer *w, const struct pl_media_stats *workers, size_t count)
{
    for (size_t i = 0; i < sizeof(media_metrics) / sizeof(media_metrics[0]); i++) {
        const struct metric *m = &media_metrics[i];
        write_family_head(w, m);
        for (size_t worker = 0; worker < count; worker++) {
            pl_write_str(w, m->name);
            pl_write_str(w, ending(m->type));
            pl_write_str(w, "{worker=\"");
            write_decimal(w, worker, 1);
            pl_write_u8(w, '"');
            if (m->labels) {
                pl_write_u8(w, ',');
                pl_write_str(w, m->labels);
            }
            pl_write_u8(w, '}');
            write_value(w, m, value_of(m, &workers[worker]));
        }
    }
}

static void write_build(struct pl_writer *w, const struct pl_metrics *metrics)
{
    write_head(w, "parlor_build_info", "What runs here; always 1.", GAUGE);
    pl_write_str(w, "parlor_build_info{");
    write_label(w, "version", metrics->version);
    pl_write_u8(w, ',');
    write_label(w, "srtp", metrics->srtp);
    pl_write_str(w, "} 1\n");
}

size_t pl_metrics_text_max(size_t worker_count)
{
    return PAGE_BYTES + worker_count * WORKER_BYTES;
}

#define TABLE(t) (t), sizeof(t) / sizeof((t)[0])

enum pl_err pl_metrics_write(const struct pl_metrics *metrics, struct pl_writer *w)
{
    write_build(w, metrics);
    write_table(w, TABLE(process_metrics), &metrics->process, true);
    write_table(w, TABLE(core_metrics), &metrics->core, false);
    write_table(w, TABLE(store_metrics), &metrics->store, false);
    write_table(w, TABLE(safe_metrics), &metrics->safe, false);
    write_table(w, TABLE(record_metrics), &metrics->records, false);
    write_table(w, TABLE(upload_metrics), &metrics->uploads, false);
    write_table(w, TABLE(archive_metrics), &metrics->archive, false);
    write_table(w, TABLE(signal_metrics), &metrics->signal, false);
    write_table(w, TABLE(business_metrics), &metrics->business, false);
    write_table(w, TABLE(filter_metrics), &metrics->filter, false);
    write_workers(w, metrics->workers, metrics->worker_count);
    return pl_writer_ok(w) ? PL_OK : PL_E_SPACE;
}
