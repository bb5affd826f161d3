// SPDX-License-Identifier: EUPL-1.2
// See area_view.h. Seven areas, some hundred materials and half-products of a frigate.
#include "report/view/area_view.h"

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

enum { NAMED_CAUSES = 2 };

static const char *material_name(const kt_document *document, const kt_assessment *a, uint32_t row)
{
    const kt_case *c = a->the_case;
    if (row == KT_NO_ROW)
        return "?";
    return kt_naming_material(c, kt_table_text(&c->reference[KT_MATERIALS], KT_MATERIALS_ID, row),
                              document->lang);
}

static const char *area_name(const kt_document *document, const kt_assessment *a, uint32_t row)
{
    const kt_case *c = a->the_case;
    const kt_table *areas = &c->table[KT_AREAS];
    kt_symbol dutch = kt_table_text(areas, KT_AREAS_NAME_NL, row);
    kt_symbol english = kt_table_text(areas, KT_AREAS_NAME_EN, row);
    return kt_pool_text(&c->pool, document->lang == KT_LANG_NL && dutch != 0 ? dutch : english);
}

static const char *causes_text(kt_document *document, const kt_assessment *a,
                               const kt_area_risk *row)
{
    kt_buffer text = {0};
    for (size_t i = 0; i < row->n_causes && i < NAMED_CAUSES; i++)
        kt_buffer_format(&text, "%s%s %s", i == 0 ? "" : ", ",
                         material_name(document, a, row->cause[i].material),
                         kt_say_share(document, row->cause[i].share));
    document->failed |= text.failed;
    const char *kept = kt_document_format(document, "%s", text.length == 0 ? "?" : text.text);
    kt_buffer_free(&text);
    return kept;
}

// "3.4 ▲" above the average.
static kt_cell compared(double value, kt_verdict above)
{
    return kt_cell_marked(kt_cell_number(value),
                          above == KT_VERDICT_YES ? KT_MARK_ABOVE : KT_MARK_NONE);
}

void kt_area_view_matrix(kt_document *document, const kt_assessment *a)
{
    const kt_areas *areas = &a->areas;
    const kt_column_head head[] = {
        {.title = kt_say(document, "area")},
        {.title = kt_say(document, "items"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "impact"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(document, "maximum"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "mean"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "caused most by"), .wide = true},
    };
    if (areas->n == 0)
        return;
    kt_document_add(
        document, KT_BLOCK_HEADING, "%s",
        kt_say(document, "Areas of the Defence Industry Strategy: supply risk × business impact"));
    kt_document_anchor(document, "areas");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < areas->n; i++) {
        const kt_area_risk *row = &areas->row[i];
        const kt_cell cells[] = {kt_cell_text(area_name(document, a, row->area)),
                                 kt_cell_count(row->items),
                                 kt_cell_number(row->impact),
                                 compared(row->maximum, row->maximum_above),
                                 compared(row->mean, row->mean_above),
                                 kt_cell_text(causes_text(document, a, row))};
        kt_document_row(document, cells);
    }
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(
            document,
            "▲: above the average over the areas (maximum %s, mean %s). Supply risk of each "
            "material "
            "that an item loses output without, times the item's business impact (1 to 5): the "
            "largest, and the mean weighted with dependence. Indicative: which items belong to an "
            "area, and their impact, are the case's own data, %s of it assumed. ?: no item of this "
            "case is in the area."),
        kt_say_number(document, areas->average_maximum),
        kt_say_number(document, areas->average_mean), kt_say_share(document, areas->assumed));
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
