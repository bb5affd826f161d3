// SPDX-License-Identifier: EUPL-1.2
// See disclose.h. A few words on the stack: what is shown is borrowed, never copied.
#include "report/document/disclose.h"

kt_disclosed kt_disclose_document(const kt_document *document)
{
    return (kt_disclosed){.document = document};
}

kt_disclosed kt_disclose_record(const kt_record *record, const void *row, const kt_pool *pool)
{
    return (kt_disclosed){.record = record, .row = row, .pool = pool};
}

kt_disclosed kt_disclose_form(const void *form)
{
    return (kt_disclosed){.form = form};
}

kt_disclosed kt_disclose_until(kt_disclosed disclosed, const kt_control *control)
{
    disclosed.control = control;
    return disclosed;
}
