// SPDX-License-Identifier: EUPL-1.2
// The tables of the assessment document.
#ifndef KT_REPORT_VIEW_ASSESS_TABLES_VIEW_H
#define KT_REPORT_VIEW_ASSESS_TABLES_VIEW_H

#include "analysis/assess/assess.h"
#include "report/document/document.h"

// The first `n` risks, one row each.
void kt_assess_tables_view_risks(kt_document *document, const kt_assessment *assessment, size_t n);

// What is only a matter of price, at most `most` materials, those first of which most is needed of
// what can be reached.
void kt_assess_tables_view_prices(kt_document *document, const kt_assessment *assessment,
                                  size_t most);

// Each tier where `full`, else the tiers behind the first two in one row.
void kt_assess_tables_view_visibility(kt_document *document, const kt_assessment *assessment,
                                      bool full);

// Countries of one kind of place by dependence, at most `most` of them.
void kt_assess_tables_view_countries(kt_document *document, const kt_assessment *assessment,
                                     kt_bloc place, size_t most);

// True where a substitute stands in somewhere on the path, yet the loss stays of operational
// impact.
bool kt_assess_tables_view_partly(const kt_assessment *assessmentssessment, const kt_risk *risk);

// Everything else: all risks, countries, suppliers, sites, materials, flows, and what is partly
// unknown.
void kt_assess_tables_view_everything(kt_document *document, const kt_assessment *assessment);

// Names for ids of events.
const char *kt_assess_tables_view_country(const kt_document *document,
                                          const kt_assessment *assessment, const char *iso3);
const char *kt_assess_tables_view_organisation(const kt_assessment *assessment, const char *id);
kt_bloc kt_assess_tables_view_place(const kt_assessment *assessmentssessment, const char *iso3);

// The period of the reference shares in use: "2016-2020", or the first and last of several.
const char *kt_assess_tables_view_period(kt_document *document, const kt_assessment *assessment);

// True when more than half of the facts are assumptions: a ranking is then only indicative.
bool kt_assess_tables_view_indicative(const kt_assessment *assessmentssessment);

#endif
