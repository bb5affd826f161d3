// SPDX-License-Identifier: EUPL-1.2
// Chokepoints as a document.
#ifndef KT_REPORT_CHOKEPOINT_DOCUMENT_H
#define KT_REPORT_CHOKEPOINT_DOCUMENT_H

#include "analysis/chokepoint.h"
#include "report/document.h"

// Fills an empty document; `full` lists every set that was found, else the first thirty.
void kt_chokepoint_document_build(kt_document *document, const kt_chokepoints *chokepoints,
                                  const kt_study *study, kt_lang lang, bool full);

// The one sentence for a manager: how many events each stop the target alone, how many pairs do,
// and through which material most pairs go.
void kt_chokepoint_document_sentence(kt_document *document, const kt_chokepoints *chokepoints,
                                     const kt_study *study, kt_lang lang);

#endif
