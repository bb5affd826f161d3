// SPDX-License-Identifier: EUPL-1.2
// See scope_view.h. Materials are counted once, whatever items and stages they are drawn on at:
// some 65 of a frigate, of which 30 have imports on record.
#include "report/view/scope_view.h"

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

void kt_scope_view_note(kt_document *document, kt_scope scope)
{
    if (scope == KT_SCOPE_NL)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document,
                               "Dutch imports: the customs partner is not the country of origin. "
                               "Shares are by value, of civil and military trade together; "
                               "partners below half a percent count as unknown."));
}

// Whether an item belongs to what is counted.
typedef bool about(const kt_network_item *item);

static bool is_market(const kt_network_item *item)
{
    return item->market == KT_MARKET_REFERENCE && item->row != KT_NO_ROW;
}

static bool is_imported(const kt_network_item *item)
{
    return is_market(item) && item->scope == KT_SCOPE_NL;
}

static bool is_shared(const kt_network_item *item)
{
    return is_imported(item) && item->shared_code;
}

// The first item of its material of which that is true.
static bool is_first(const kt_assessment *a, uint32_t i, about *belongs)
{
    for (uint32_t k = 0; k < i; k++) {
        if (a->study.reach.item[k] && a->network.item[k].material == a->network.item[i].material &&
            belongs(&a->network.item[k]))
            return false;
    }
    return a->study.reach.item[i] && belongs(&a->network.item[i]);
}

static unsigned count(const kt_assessment *a, about *belongs)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < a->network.n_items; i++)
        n += is_first(a, i, belongs) ? 1 : 0;
    return n;
}

static void tell_shared(kt_document *document, const kt_assessment *a)
{
    kt_buffer text = {0};
    for (uint32_t i = 0; i < a->network.n_items; i++) {
        if (!is_first(a, i, is_shared))
            continue;
        const char *name =
            kt_naming_material(a->the_case, a->network.item[i].material, document->lang);
        kt_buffer_format(&text, "%s%s", text.length == 0 ? "" : ", ",
                         kt_say_within(document, name));
    }
    document->failed |= text.failed;
    if (text.length > 0 && !text.failed)
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "Their customs codes are of other materials, too, so that "
                                         "the shares are of all of those together: %s."),
                        text.text);
    kt_buffer_free(&text);
}

void kt_scope_view_of_assessment(kt_document *document, const kt_assessment *a)
{
    if (a->figures.scope != KT_SCOPE_NL)
        return;
    kt_scope_view_note(document, KT_SCOPE_NL);
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(document,
               "Such figures are on record of %u of the %u materials without a named supplier; for "
               "the others EU sourcing shares stand in, else world market shares. A partner need "
               "not make what it sells: what the world makes is not set against its share, and "
               "what is not denied is unknown."),
        count(a, is_imported), count(a, is_market));
    tell_shared(document, a);
}
