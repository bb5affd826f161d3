// SPDX-License-Identifier: EUPL-1.2
// See area_view.h. A dozen areas, some hundred materials and half-products of a frigate.
#include "report/view/area_view.h"

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

enum { NAMED_AREAS = 8 };

static const char *material_name(const kt_document *document, const kt_assessment *a, uint32_t row)
{
    const kt_case *c = a->the_case;
    if (row == KT_NO_ROW)
        return "?";
    return kt_naming_material(c, kt_table_text(&c->reference[KT_MATERIALS], KT_MATERIALS_ID, row),
                              document->lang);
}

// As the case calls it; else as the strategy does.
static const char *area_name(const kt_document *document, const kt_assessment *a,
                             const kt_area_risk *row)
{
    const kt_case *c = a->the_case;
    const kt_table *own = &c->table[KT_AREAS];
    const kt_table *strategy = &c->reference[KT_STRATEGY_AREAS];
    bool named = row->area != KT_NO_ROW;
    kt_symbol dutch = named ? kt_table_text(own, KT_AREAS_NAME_NL, row->area)
                            : kt_table_text(strategy, KT_STRATEGY_AREAS_NAME_NL, row->strategy);
    kt_symbol english = named ? kt_table_text(own, KT_AREAS_NAME_EN, row->area)
                              : kt_table_text(strategy, KT_STRATEGY_AREAS_NAME_EN, row->strategy);
    return kt_pool_text(&c->pool, document->lang == KT_LANG_NL && dutch != 0 ? dutch : english);
}

// "Dysprosium 13 %": the names of areas take the room of a second.
static const char *cause_text(kt_document *document, const kt_assessment *a,
                              const kt_area_risk *row)
{
    if (row->n_causes == 0)
        return "?";
    return kt_document_format(document, "%s %s", material_name(document, a, row->cause[0].material),
                              kt_say_share(document, row->cause[0].share));
}

// "3.4 ▲" above the average.
static kt_cell compared(const kt_area_risk *row, kt_area_measure measure)
{
    return kt_cell_marked(kt_cell_number(row->value[measure]),
                          row->above[measure] == KT_VERDICT_YES ? KT_MARK_ABOVE : KT_MARK_NONE);
}

// Areas of which nothing can be said, in one sentence.
static void add_unsaid(kt_document *document, const kt_assessment *a)
{
    kt_buffer names = {0};
    uint32_t n = 0;
    for (size_t i = 0; i < a->areas.n; i++) {
        if (a->areas.row[i].basis != KT_AREA_NOTHING)
            continue;
        if (n < NAMED_AREAS)
            kt_buffer_format(&names, "%s%s", n == 0 ? "" : "; ",
                             area_name(document, a, &a->areas.row[i]));
        n++;
    }
    if (n > NAMED_AREAS)
        kt_buffer_format(&names, kt_say(document, " and %u more"), n - NAMED_AREAS);
    document->failed |= names.failed;
    if (n > 0 && !names.failed)
        kt_document_add(document, KT_BLOCK_PARAGRAPH,
                        kt_say(document, "Cannot be said, for want of an item of this case and of "
                                         "a public basket: %s."),
                        names.text);
    kt_buffer_free(&names);
}

static void add_legend(kt_document *document, const kt_areas *areas)
{
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(document,
               "▲: above the average over the areas (maximum %s, mean %s, SR %s). SR: supply risk "
               "of the materials that an item of the area loses output without, mean; mean: the "
               "same times the item's business impact (1 to 5); maximum: the largest. Case: items "
               "that this case puts in the area; basket: typical items, the same for every case, "
               "that need all they hold. Indicative: of both %s are there by assumption, and "
               "impact is a judgement, ours or the case's (%s of the scores), until those who "
               "know the areas are asked."),
        kt_say_number(document, areas->average[KT_AREA_MAXIMUM]),
        kt_say_number(document, areas->average[KT_AREA_MEAN]),
        kt_say_number(document, areas->average[KT_AREA_SR]), kt_say_share(document, areas->assumed),
        kt_say_share(document, areas->impact_ours));
}

void kt_area_view_matrix(kt_document *document, const kt_assessment *a)
{
    const kt_areas *areas = &a->areas;
    const kt_column_head head[] = {
        {.title = kt_say(document, "area"), .wide = true},
        {.title = kt_say(document, "case"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "basket"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "impact"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "maximum"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "mean"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "SR"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "caused most by")},
    };
    if (areas->n == 0)
        return;
    kt_document_add(
        document, KT_BLOCK_HEADING, "%s",
        kt_say(document, "Areas of the defence industry strategy: supply risk × business impact"));
    kt_document_anchor(document, "areas");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < areas->n; i++) {
        const kt_area_risk *row = &areas->row[i];
        if (row->basis == KT_AREA_NOTHING)
            continue;
        const kt_cell cells[] = {kt_cell_text(area_name(document, a, row)),
                                 kt_cell_count(row->items),
                                 kt_cell_count(row->typical),
                                 kt_cell_number(row->impact),
                                 compared(row, KT_AREA_MAXIMUM),
                                 compared(row, KT_AREA_MEAN),
                                 compared(row, KT_AREA_SR),
                                 kt_cell_text(cause_text(document, a, row))};
        kt_document_row(document, cells);
    }
    add_unsaid(document, a);
    add_legend(document, areas);
}

void kt_area_view_materials(kt_document *document, const kt_assessment *a)
{
    const kt_column_head head[] = {
        {.title = kt_say(document, "material"), .wide = true},
        {.title = kt_say(document, "bottleneck")},
        {.title = kt_say(document, "SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "publ."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "EI"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "EU list")},
        {.title = kt_say(document, "strategic")},
        {.title = kt_say(document, "NATO")},
    };
    static const char *const ANSWERS[] = {"no", "?", "yes"};
    kt_document_add(
        document, KT_BLOCK_HEADING, "%s",
        kt_say(document, "Criticality of the materials (method of the European Commission)"));
    kt_document_anchor(document, "criticality");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_MATERIAL].events.n; e++) {
        kt_symbol id = a->exposure[KT_CLASS_MATERIAL].events.event[e].material;
        uint32_t m = kt_case_row(&a->the_case->material, id);
        if (m == KT_NO_ROW)
            continue;
        const kt_material_facts *f = &a->supply_risk.material[m];
        uint32_t s = a->supply_risk.values.bottleneck[m];
        const char *bottleneck =
            s == KT_NO_ROW ? "?" : kt_naming_stage(a->basis.stage[s].stage, document->lang);
        const kt_cell cells[] = {kt_cell_text(material_name(document, a, m)),
                                 kt_cell_text(bottleneck),
                                 kt_cell_number(a->supply_risk.values.sr[m]),
                                 kt_cell_number(f->sr_published),
                                 kt_cell_number(f->ei),
                                 kt_cell_text(kt_say(document, ANSWERS[f->listed])),
                                 kt_cell_text(kt_say(document, ANSWERS[f->strategic])),
                                 kt_cell_text(kt_say(document, ANSWERS[f->nato]))};
        kt_document_row(document, cells);
    }
}

void kt_area_view_semi_finished(kt_document *document, const kt_assessment *a)
{
    const kt_column_head head[] = {
        {.title = kt_say(document, "item"), .wide = true},
        {.title = kt_say(document, "own risk"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "at most"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "supply known"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "worst material")},
        {.title = kt_say(document, "its SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "mean SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "covered"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document,
                           "Semi-finished goods and components: own supply risk, and that of their "
                           "materials"));
    kt_document_anchor(document, "half-products");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < a->own.n; i++) {
        const kt_own_risk *row = &a->own.row[i];
        const kt_cell cells[] = {kt_cell_text(kt_naming_item(a, row->item, document->lang)),
                                 kt_cell_number(row->own),
                                 kt_cell_number(row->own_upper),
                                 kt_cell_share(row->known),
                                 kt_cell_text(material_name(document, a, row->material)),
                                 kt_cell_number(row->worst),
                                 kt_cell_number(row->weighted),
                                 kt_cell_share(row->covered)};
        kt_document_row(document, cells);
    }
    kt_document_add(
        document, KT_BLOCK_NOTE, "%s",
        kt_say(
            document,
            "Own risk: concentration of its suppliers' countries with governance, on the scale of "
            "SR; "
            "at most: with the unknown part where it is worst. The two sides are not added up."));
}
