// SPDX-License-Identifier: EUPL-1.2
// See indicative_view.h. One rule for all screens.
#include "report/view/indicative_view.h"

#include "analysis/chain/visibility.h"
#include "report/document/say.h"

static const double MOST = 0.5; // share of assumed facts that a finding bears without the mark

double kt_indicative_view_assumed(const kt_study *study)
{
    double share[4];
    kt_visibility_evidence(share, study);
    return share[KT_EVIDENCE_D - 1];
}

const char *kt_indicative_view_mark(const kt_document *document, double assumed)
{
    return assumed > MOST ? kt_say(document, " (indicative)") : "";
}

void kt_indicative_view_add(kt_document *document, double assumed)
{
    if (assumed > MOST)
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "Indicative: %s of the facts behind it are assumed (grade "
                                         "D)."),
                        kt_say_share(document, assumed));
}
