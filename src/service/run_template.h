// SPDX-License-Identifier: EUPL-1.2
// `keten template`: an empty workbook to fill in.
#ifndef KT_SERVICE_RUN_TEMPLATE_H
#define KT_SERVICE_RUN_TEMPLATE_H

#include "service/operation.h"

kt_status kt_run_template(kt_reply *reply, const kt_request *request, kt_error *err);

#endif
