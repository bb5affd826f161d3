// SPDX-License-Identifier: EUPL-1.2
// Yes, no, or not known: what a rule of the analysis says. Not known is a value of its own, so that
// it is never mistaken for no.
#ifndef KT_BASE_VERDICT_H
#define KT_BASE_VERDICT_H

typedef enum kt_verdict { KT_VERDICT_NO, KT_VERDICT_UNKNOWN, KT_VERDICT_YES } kt_verdict;

#endif
