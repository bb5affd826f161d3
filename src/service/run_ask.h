// SPDX-License-Identifier: EUPL-1.2
// `keten ask`: what to ask whom, and the questionnaires.
#ifndef KT_SERVICE_RUN_ASK_H
#define KT_SERVICE_RUN_ASK_H

#include "service/operation.h"

kt_status kt_run_ask(kt_reply *reply, const kt_request *request, kt_error *err);

#endif
