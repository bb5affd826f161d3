// SPDX-License-Identifier: EUPL-1.2
// See supposed_view.h. What was understood stands above what comes of it, so that a slip shows.
#include "report/view/supposed_view.h"

#include <string.h>

#include "model/label.h"
#include "report/document/naming.h"
#include "report/document/say.h"

const char *kt_supposed_view_flow(kt_document *document, const kt_case *c, const kt_event *flow)
{
    return kt_document_format(document, "%s (%s) → %s",
                              kt_naming_material(c, flow->material, document->lang),
                              kt_naming_stage(flow->stage, document->lang),
                              kt_country_name(c, flow->country, document->lang));
}

const char *kt_supposed_view_target(kt_document *document, const kt_network *net,
                                    const kt_scenarios *scenarios, const kt_effect *effect)
{
    const kt_case *c = net->the_case;
    const kt_scenario_event *event = &effect->event;
    kt_symbol target = kt_pool_find(&c->pool, event->target, strlen(event->target));
    if (event->type == KT_EVENT_COUNTRY)
        return kt_country_name(c, target, document->lang);
    if (event->type == KT_EVENT_MATERIAL)
        return kt_naming_material(c, target, document->lang);
    if (event->type != KT_EVENT_FLOW || effect->n == 0)
        return event->target;
    const kt_producer *first = &net->producer[scenarios->producer[effect->first]];
    const kt_event flow = {.country = first->country,
                           .material = net->item[first->item].material,
                           .stage = net->item[first->item].stage};
    return kt_supposed_view_flow(document, c, &flow);
}

// The share that is taken, or why nothing is.
static kt_cell taken(const kt_document *document, const kt_supposed_event *supposed)
{
    if (supposed->effect == NULL)
        return kt_cell_text(kt_say(document, "nothing: no size given"));
    return kt_cell_share(1.0 - supposed->effect->left);
}

void kt_supposed_view_add(kt_document *document, const kt_network *net,
                          const kt_scenarios *scenarios)
{
    const kt_column_head head[] = {
        {.title = kt_say(document, "what happens"), .wide = true},
        {.title = kt_say(document, "kind")},
        {.title = kt_say(document, "taken"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "suppliers hit"), .align = KT_ALIGN_RIGHT}};
    uint64_t at = 0;
    uint64_t at_effect = 0;
    kt_supposed_event supposed;
    if (scenarios->supposed.n == 0)
        return;
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document, "What if: all of this happens, together"));
    kt_document_table(document, head, 4);
    while (kt_scenario_next_supposed(&supposed, scenarios, &at, &at_effect)) {
        kt_effect unsized = {.event = *supposed.event};
        const kt_effect *effect = supposed.effect == NULL ? &unsized : supposed.effect;
        const kt_cell cells[] = {
            kt_cell_text(kt_supposed_view_target(document, net, scenarios, effect)),
            kt_cell_text(
                kt_say(document, kt_label_choice(kt_schema_event_kinds[supposed.event->kind - 1]))),
            taken(document, &supposed), kt_cell_count(effect->n)};
        kt_document_row(document, cells);
    }
}
