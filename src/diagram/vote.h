// SPDX-License-Identifier: EUPL-1.2
// Votes by share: gates that weigh what is left of several sources against a least share. They
// decide whether a structure can be looked at whole.
#ifndef KT_DIAGRAM_VOTE_H
#define KT_DIAGRAM_VOTE_H

#include "diagram/normal.h"

// True where the diagram of the structure would take minutes or fit no memory. Votes by share over
// the same events have up to 2^n nodes, whatever the order of the n events: the 126 countries of a
// frigate's markets that do not stop it alone. Votes over events of their own (flows) can be
// combined; one takes some sources² × share steps. Deterministic, unlike a limit of time.
// O(inputs). KT_NO_RESOURCES only.
kt_status kt_vote_too_large(bool *out, const kt_normal *normal, kt_arena *arena, kt_error *err);

#endif
