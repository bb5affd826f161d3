// SPDX-License-Identifier: EUPL-1.2
// A failure structure in the Open-PSA Model Exchange Format (MEF 2.0d), which fault-tree tools
// read: so that a safety engineer can work out our cut sets with another program. Votes by share,
// which the format does not have, become `atleast` where the shares are equal, else AND and OR
// gates, exactly.
#ifndef KT_REPORT_RENDER_OPEN_PSA_H
#define KT_REPORT_RENDER_OPEN_PSA_H

#include "base/buffer.h"
#include "diagram/structure.h"
#include "report/document/disclose.h"

// Gates of an exported structure at most: some tens of MB of text.
enum { KT_OPEN_PSA_GATES = 500000 };

// What is written: the `form` of what is disclosed.
typedef struct kt_open_psa_form {
    const kt_structure *structure;
    const char *target;       // id: label of the top gate
    const char *const *event; // [n_events] ids: labels of the basic events
} kt_open_psa_form;

// Appends one XML document: the gates below `top`, then the basic events that they name, each with
// its probability where that is known. Gates and events are named by number, because ids are not
// names in the format; ids are labels. The same structure gives the same bytes. KT_NO_RESOURCES
// when it takes more than KT_OPEN_PSA_GATES gates, or memory runs out.
kt_status kt_open_psa_write(kt_buffer *out, const kt_disclosed *disclosed, kt_error *err);

#endif
