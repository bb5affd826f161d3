// SPDX-License-Identifier: EUPL-1.2
// Events of scenarios in words, and what somebody supposes as a table.
#ifndef KT_REPORT_VIEW_SUPPOSED_VIEW_H
#define KT_REPORT_VIEW_SUPPOSED_VIEW_H

#include "analysis/chain/event.h"
#include "analysis/years/scenario.h"
#include "report/document/document.h"

// "gallium (processing) → China". Lives as long as the document, as the next.
const char *kt_supposed_view_flow(kt_document *document, const kt_case *the_case,
                                  const kt_event *flow);

// What an event of a scenario is on.
const char *kt_supposed_view_target(kt_document *document, const kt_network *network,
                                    const kt_scenarios *scenarios, const kt_effect *effect);

// A heading and a table of what is supposed; nothing where nothing is.
void kt_supposed_view_add(kt_document *document, const kt_network *network,
                          const kt_scenarios *scenarios);

#endif
