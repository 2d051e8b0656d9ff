/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is whose friend, in which group, and what is told of users: the directory that the server has
 * by itself, in memory. It knows nothing of sessions; a store that keeps all this takes its place
 * behind the same functions.
 *
 * A user has an *entry* as long as there is anything about him, be it that he is somebody's friend.
 * Friendship goes one way: the *owner* has the friend in his list, the friend has the owner among
 * his *fans* (those who are to hear when he comes and goes).
 *
 * Limits: `users` entries and `friendships` in all; of one user PL_LIMIT_FRIENDS,
 * PL_LIMIT_FRIEND_GROUPS, PL_LIMIT_USER_INFOS; texts PL_LIMIT_USER_INFO_BYTES, names of groups
 * PL_LIMIT_NAME_BYTES. Beyond: PL_E_LIMIT, for texts PL_E_RANGE; nothing is changed then.
 * Cost: O(1), of groups and infos O(those of the user); drop: O(what there is about him).
 */
#ifndef PL_CORE_DIRECTORY_H
#define PL_CORE_DIRECTORY_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/idmap.h"
#include "base/list.h"

struct pl_directory {
    struct pl_idmap entries;     /* of struct pl_dir_entry, by user id */
    struct pl_idmap friendships; /* of struct pl_dir_friend, by owner and friend */
    int64_t last_place;          /* the highest that a group or friend has */
};

struct pl_dir_entry {
    int32_t user;
    struct pl_list groups;  /* of struct pl_dir_group, in the order in which they were made */
    struct pl_list friends; /* of struct pl_dir_friend by in_owner, ditto */
    struct pl_list fans;    /* of struct pl_dir_friend by in_fans */
    struct pl_list infos;   /* of struct pl_dir_info */
    uint32_t group_count;
    uint32_t friend_count;
    uint32_t fan_count;
    uint32_t info_count;
};

struct pl_dir_group {
    struct pl_list node;
    int32_t id;
    int64_t place;        /* lists are in the order of it */
    struct pl_bytes name; /* lies behind the struct */
};

struct pl_dir_friend {
    struct pl_list in_owner;
    struct pl_list in_fans;
    struct pl_dir_entry *owner;
    struct pl_dir_entry *friend;
    int32_t group; /* 0: in none */
    int64_t place; /* the owner's list is in the order of it */
};

struct pl_dir_info {
    struct pl_list node;
    int32_t id;
    struct pl_bytes text; /* lies behind the struct */
};

void pl_directory_init(struct pl_directory *d, size_t users, size_t friendships);
void pl_directory_finish(struct pl_directory *d);

/* NULL: there is nothing about him. Valid until the next change. */
const struct pl_dir_entry *pl_directory_find(const struct pl_directory *d, int32_t user);
/* NULL: `friend` is not in the owner's list. */
const struct pl_dir_friend *pl_directory_friend(const struct pl_directory *d, int32_t owner,
                                                int32_t friend);

/* Makes a group, or gives it another name. id: not 0 (that is no group), else PL_E_RANGE. */
PL_MUST_CHECK enum pl_err pl_directory_add_group(struct pl_directory *d, int32_t owner, int32_t id,
                                                 struct pl_bytes name);
/* Its friends are in no group afterwards. A group that is not is deleted already. */
void pl_directory_delete_group(struct pl_directory *d, int32_t owner, int32_t id);

/* Whoever is a friend already stays one. PL_E_RANGE: 0, -1, or oneself. */
PL_MUST_CHECK enum pl_err pl_directory_add_friend(struct pl_directory *d, int32_t owner,
                                                  int32_t friend);
void pl_directory_delete_friend(struct pl_directory *d, int32_t owner, int32_t friend);
/* Puts a friend into a group (0: out of all). PL_E_RANGE: there is no such group or friend. */
PL_MUST_CHECK enum pl_err pl_directory_put(struct pl_directory *d, int32_t owner, int32_t group,
                                           int32_t friend);

/* NULL: no such group. */
const struct pl_dir_group *pl_directory_group(const struct pl_directory *d, int32_t owner,
                                              int32_t id);

/* Where they stand among the others of the owner, as they had it before a restart. Harmless for
 * what is not there. Cost: O(those that stand behind it). */
void pl_directory_place_group(struct pl_directory *d, int32_t owner, int32_t id, int64_t place);
void pl_directory_place_friend(struct pl_directory *d, int32_t owner, int32_t friend,
                               int64_t place);

/* An empty text deletes. */
PL_MUST_CHECK enum pl_err pl_directory_set_info(struct pl_directory *d, int32_t user, int32_t info,
                                                struct pl_bytes text);
/* Empty: there is none. */
struct pl_bytes pl_directory_info(const struct pl_directory *d, int32_t user, int32_t info);

/* Forgets his groups, friends and infos; `everywhere`: and that he is anybody's friend. */
void pl_directory_drop(struct pl_directory *d, int32_t user, bool everywhere);

#endif
