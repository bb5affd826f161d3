// SPDX-License-Identifier: EUPL-1.2
// Yes, no, or not known: what a rule answers.
#ifndef KT_BASE_VERDICT_H
#define KT_BASE_VERDICT_H

typedef enum kt_verdict { KT_VERDICT_NO, KT_VERDICT_UNKNOWN, KT_VERDICT_YES } kt_verdict;

#endif
