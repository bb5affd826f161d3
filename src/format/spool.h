// SPDX-License-Identifier: EUPL-1.2
// Any file that can be read once, whole: an ordinary one, a pipe (`keten import <(command)`,
// `command | keten import /dev/stdin`), a FIFO. A pipe cannot be opened a second time without what
// was read of it the first time being lost, so whoever wants to know what is in a file looks at the
// bytes that are here.
#ifndef KT_FORMAT_SPOOL_H
#define KT_FORMAT_SPOOL_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/control.h"
#include "base/error.h"

// Reads all of `path` into `out`, at most `limit` bytes. KT_BAD_INPUT with the reason where it is
// longer, cannot be read, or is a device; where a FIFO stays without a program that writes to it
// for five seconds. KT_NO_RESOURCES where `control` (may be NULL) ends the waiting: at most a
// tenth of a second after the flag is raised.
kt_status kt_spool_load(kt_buffer *out, const char *path, size_t limit, const kt_control *control,
                        kt_error *err);

#endif
