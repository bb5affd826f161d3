// SPDX-License-Identifier: EUPL-1.2
// See rationing_view.h.
#include "report/view/rationing_view.h"

#include "analysis/chain/exposure.h"
#include "report/document/say.h"

bool kt_rationing_view_is_more(double lost, double lost_first)
{
    return lost_first > lost + kt_exposure_tolerance;
}

void kt_rationing_view_note(kt_document *document, bool any)
{
    if (any)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document, "More can be lost served first than if all share: once a "
                                         "tenth of a market is lost, the countries that are "
                                         "supposed not to sell are left out of it (--hostile)."));
}
