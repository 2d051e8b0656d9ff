/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manual's GV_ERR numbers (section 6) that the core answers with. One table, so that what a
 * page can be told is seen at a glance:
 *
 *   when                                              code
 *   a message before hello                            2
 *   needs a room and there is none                    3
 *   no such message, or not at this point             20
 *   unreadable, or a field out of range               21
 *   over a rate or a limit                            23
 *   session cannot be resumed                         101
 *   wrong server password                             102
 *   too many sessions                                 104
 *   the server is about to stop                       110
 *   wrong password of an account                      200
 *   logged in already                                 201
 *   too many failures: account, address               202, 203
 *   guests are not allowed                            204
 *   no such user here                                 205
 *   nobody there to check passwords                   206
 *   not logged in                                     208
 *   empty user name                                   210
 *   room: wrong password, full                        301, 302
 *   in another room: leave it first (manual 5.2.7)    307
 *   in this room already, request ignored             308
 *
 * As the reason of an end: 0 own will, 101 link lost, 209 signed in elsewhere, 211 removed by the
 * server (others see it when 21 or 23 was the reason), 212 the server stops.
 */
#ifndef PL_CORE_CODES_H
#define PL_CORE_CODES_H

enum pl_gv {
    PL_GV_OK = 0,
    PL_GV_NO_HELLO = 2,
    PL_GV_NOT_IN_ROOM = 3,
    PL_GV_NOT_ALLOWED = 20,
    PL_GV_BAD_PARAMETER = 21,
    PL_GV_LIMIT = 23,
    PL_GV_TIMEOUT = 100,
    PL_GV_LINK_LOST = 101,
    PL_GV_SERVER_PASSWORD = 102,
    PL_GV_OVERFLOW = 104,
    PL_GV_PAUSED = 110,
    PL_GV_WRONG_PASSWORD = 200,
    PL_GV_LOGGED_IN = 201,
    PL_GV_ACCOUNT_LOCKED = 202,
    PL_GV_ADDRESS_LOCKED = 203,
    PL_GV_NO_GUESTS = 204,
    PL_GV_NO_USER = 205,
    PL_GV_NO_BUSINESS = 206,
    PL_GV_NOT_LOGGED_IN = 208,
    PL_GV_REPLACED = 209,
    PL_GV_EMPTY_NAME = 210,
    PL_GV_REMOVED = 211,
    PL_GV_RESTART = 212,
    PL_GV_ROOM_PASSWORD = 301,
    PL_GV_ROOM_FULL = 302,
    PL_GV_ROOM_REFUSED = 307,
    PL_GV_ROOM_ALREADY = 308,
};

#endif
