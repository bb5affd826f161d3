// SPDX-License-Identifier: EUPL-1.2
// What can be run, described to programs: one JSON document, from the same rows as the help.
#ifndef KT_SERVICE_DESCRIBE_JSON_H
#define KT_SERVICE_DESCRIBE_JSON_H

#include "base/buffer.h"
#include "keten.h"

// Appends the document of all operations; texts for people are in `lang`.
void kt_describe_json(kt_buffer *out, kt_lang lang);

#endif
