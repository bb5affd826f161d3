// SPDX-License-Identifier: EUPL-1.2
// See explain_assumed.h. Six things can be: reach, life, shares, tonnes, the bill of materials and
// the exchange rate.
#include "report/view/explain_assumed.h"

#include "base/buffer.h"
#include "report/document/say.h"

static void add(kt_buffer *list, const char *what)
{
    kt_buffer_format(list, "%s%s", list->length == 0 ? "" : ", ", what);
}

static bool shares_are(const kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    const kt_table *world = kt_explain_page_table(page, KT_MATERIAL_SUPPLY);
    for (uint32_t k = 0; k < sum->n_sources; k++) {
        uint32_t row = sum->source[k].world_row;
        if (row != KT_NO_ROW &&
            kt_table_choice(world, KT_MATERIAL_SUPPLY_EVIDENCE, row) == KT_EVIDENCE_D)
            return true;
    }
    return false;
}

static bool is_assumed(const kt_explain_page *page, kt_reference_table table, int column,
                       uint32_t row)
{
    return row != KT_NO_ROW &&
           kt_table_choice(kt_explain_page_table(page, table), column, row) == KT_EVIDENCE_D;
}

const char *kt_explain_assumed(kt_explain_page *page)
{
    const kt_flow_sum *sum = page->sum;
    kt_document *document = page->document;
    kt_buffer list = {0};
    if (!isnan(sum->reachable_kg)) // else nothing is reached for
        add(&list, kt_document_format(document, kt_say(document, "a reach of %s"),
                                      kt_explain_page_share(page, sum->buyer.asked.reach)));
    if (sum->buyer.use.n_by_life > 0)
        add(&list, kt_document_format(document, kt_say(document, "a life of %s years"),
                                      kt_say_digits(document, sum->buyer.asked.life)));
    if (shares_are(page))
        add(&list, kt_say(document, "shares of the market"));
    if (is_assumed(page, KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_EVIDENCE, sum->output))
        add(&list, kt_say(document, "the world output"));
    if (sum->risk.evidence == KT_EVIDENCE_D)
        add(&list, kt_say(document, "a quantity on the way from the target to the material"));
    if (is_assumed(page, KT_EXCHANGE_RATES, KT_EXCHANGE_RATES_EVIDENCE, kt_explain_page_rate(page)))
        add(&list, kt_say(document, "the exchange rate"));
    document->failed |= list.failed;
    const char *kept = list.length == 0 ? "" : kt_document_format(document, "%s", list.text);
    kt_buffer_free(&list);
    return kept;
}
