// SPDX-License-Identifier: EUPL-1.2
// The second half of an explained flow: measures, other makers, the price and the rule.
// Internal to: explain_rule_view, explain_view.
#ifndef KT_REPORT_VIEW_EXPLAIN_RULE_VIEW_H
#define KT_REPORT_VIEW_EXPLAIN_RULE_VIEW_H

#include "report/view/explain_page.h"

// Why what is lost is lost, in a sentence with its figures.
const char *kt_explain_rule_view_mechanism(kt_explain_page *page);

// "risky", "not risky", …: the verdict of the rule in a sentence.
const char *kt_explain_rule_view_verdict(kt_explain_page *page);

void kt_explain_rule_view_measures(kt_explain_page *page);
void kt_explain_rule_view_makers(kt_explain_page *page);
void kt_explain_rule_view_price(kt_explain_page *page);
void kt_explain_rule_view_rule(kt_explain_page *page);

#endif
