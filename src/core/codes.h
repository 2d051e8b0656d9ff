/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The GV_ERR numbers (generated from schema/) that the core answers with, by occasion, so that what
 * a page can be told is seen at a glance. Private to src/core.
 *
 *   a message before hello                            2    NOTINIT
 *   needs a room and there is none                    3    NOTINROOM
 *   no such message, or not at this point             20   FUNCNOTALLOW
 *   unreadable, or a field out of range               21   FUNCOPTERROR
 *   over a rate or a limit                            23   NOENOUGHRESOURCE
 *   session cannot be resumed                         101  CONNECT_ABORT
 *   wrong server password                             102  CONNECT_AUTHFAIL
 *   too many sessions                                 104  CONNECT_OVERFLOW
 *   the server is about to stop                       110  CONNECT_PAUSED
 *   blocked address                                   113  CONNECT_IPFORBID
 *   wrong password                                    200  CERTIFY_FAIL
 *   logged in already, or being checked, or elsewhere 201  ALREADY_LOGIN
 *   too many failures of the account                  202  ACCOUNT_LOCK
 *   too many failures or logins of the address        203  IPADDR_LOCK
 *   guests are not allowed                            204  VISITOR_DENY
 *   no such user here                                 205  INVALID_USERID
 *   nobody there to check passwords, or to take data  206  SERVERSDK_FAIL
 *   those who check have not answered in time         207  SERVERSDK_TIMEOUT
 *   not logged in                                     208  NOTLOGIN
 *   empty user name                                   210  LOGIN_EMPTYNAME
 *   nobody there to check signatures                  216  SIGPUBLICKEYEMPTY
 *   room: wrong password                              301  ROOM_PASSERR
 *   room: full                                        302  ROOM_FULLUSER
 *   room: of a call of others, or not of the login    305  ROOM_REJECT
 *   in another room: leave it first (manual 5.2.7)    307  ROOM_ENTERFAIL
 *   in this room already, request ignored             308  ROOM_ALREADYIN
 *   private chat: that user is not in the room        401  ROOM_PRINULL
 *   private chat: refused                             402  ROOM_REJECTPRI
 *   private chat: with oneself, or switched off       403  ROOM_PRIDENY
 *   private chat: no such request to answer           420  ROOM_PRIREQIDERR
 *   private chat: there is one already                421  ROOM_PRIALRCHAT
 *   private chat: request not answered in time        431  ROOM_PRITIMEOUT
 *   private chat: that user has too many              432  ROOM_PRICHATBUSY
 *   private chat: request taken back                  435  ROOM_PRIREQCANCEL
 *
 *   call: taken back                                  100101  SESSION_QUIT
 *   call: not signed in                               100102  SESSION_OFFLINE
 *   call: either is in a call, calls or is called     100103  SESSION_BUSY (440 is never said)
 *   call: refused                                     100104  SESSION_REFUSE
 *   call: not answered in time                        100105  SESSION_TIMEOUT
 *   call: the other one has gone                      100106  SESSION_DISCONNECT
 *   call: with oneself                                205  INVALID_USERID
 *   (100107, not in a call, is never said: pages end calls that are not)
 *
 *   transfer: too many at once                        700  TRANSBUF_CREATEFAIL
 *   transfer: no such, or over                        701  TRANSBUF_NOTASK
 *   transfer: file too large                          712  TRANSFILE_TOOLARGE
 *
 * Why a session ends: 0 own will, 101 link lost, 209 LOGIN_NEWLOGIN, 212 SERVER_RESTART, 21 or 23
 * when it was cut off, which others see as 211 KICKOUT.
 */
#ifndef PL_CORE_CODES_H
#define PL_CORE_CODES_H

#include "proto/wire/errors_gen.h"

#endif
