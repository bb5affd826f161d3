// SPDX-License-Identifier: EUPL-1.2
// Guesses what the columns of a file mean, for a person to agree to.
#ifndef KT_INGEST_INTAKE_MAPPING_PROPOSE_H
#define KT_INGEST_INTAKE_MAPPING_PROPOSE_H

#include "ingest/intake/mapping.h"

// Proposes a profile for a file. Sure: headers of the template
// (`items.id`), or a table whose name and columns are ours. Guessed: the headers of a parts list,
// in Dutch or English. A list with quantities and no column for what its parts go into gets a
// product: the title above its header, else the name of the file. All in `arena`; KT_NO_RESOURCES
// only.
kt_status kt_mapping_propose(kt_mapping *out, kt_mapping_file file, kt_arena *arena);

#endif
