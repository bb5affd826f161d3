// SPDX-License-Identifier: EUPL-1.2
// `keten chokepoints`: the smallest sets of events that stop a target, exactly.
#ifndef KT_SERVICE_RUN_CHOKEPOINTS_H
#define KT_SERVICE_RUN_CHOKEPOINTS_H

#include "service/operation.h"

kt_status kt_run_chokepoints(kt_reply *reply, const kt_request *request, kt_error *err);

#endif
