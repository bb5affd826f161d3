// SPDX-License-Identifier: EUPL-1.2
// See area_view.h.
#include "report/view/area_view.h"

#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"
#include "report/document/say.h"

enum { NAMED_CAUSES = 2 };

static const char *number(kt_page *page, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(text, value, page->lang);
    return kt_document_format(page->document, "%s", text);
}

static const char *share(kt_page *page, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(text, value, page->lang);
    return kt_document_format(page->document, "%s", text);
}

static const char *material_name(const kt_page *page, uint32_t row)
{
    const kt_case *c = page->a->the_case;
    if (row == KT_NO_ROW)
        return "?";
    return kt_naming_material(c, kt_table_text(&c->reference[KT_MATERIALS], KT_MATERIALS_ID, row),
                              page->lang);
}

static const char *area_name(const kt_page *page, uint32_t row)
{
    const kt_case *c = page->a->the_case;
    const kt_table *areas = &c->table[KT_AREAS];
    kt_symbol dutch = kt_table_text(areas, KT_AREAS_NAME_NL, row);
    kt_symbol english = kt_table_text(areas, KT_AREAS_NAME_EN, row);
    return kt_pool_text(&c->pool, page->lang == KT_LANG_NL && dutch != 0 ? dutch : english);
}

static const char *causes_text(kt_page *page, const kt_area_risk *row)
{
    kt_buffer text = {0};
    for (size_t i = 0; i < row->n_causes && i < NAMED_CAUSES; i++)
        kt_buffer_format(&text, "%s%s %s", i == 0 ? "" : ", ",
                         material_name(page, row->cause[i].material),
                         share(page, row->cause[i].share));
    page->document->failed |= text.failed;
    const char *kept = kt_document_format(page->document, "%s", text.length == 0 ? "?" : text.text);
    kt_buffer_free(&text);
    return kept;
}

// "3.4 ▲" above the average.
static const char *marked(kt_page *page, double value, kt_verdict above)
{
    return kt_document_format(page->document, "%s%s", number(page, value),
                              above == KT_VERDICT_YES ? " ▲" : "  ");
}

void kt_area_view_matrix(kt_page *page)
{
    const kt_areas *areas = &page->a->areas;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "area")},
        {.title = kt_say(page->document, "items"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "impact"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "maximum"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "mean"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "caused most by"), .wide = true},
    };
    if (areas->n == 0)
        return;
    kt_document_add(
        page->document, KT_BLOCK_HEADING, "%s",
        kt_say(page->document,
               "Areas of the Defence Industry Strategy: supply risk × business impact"));
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < areas->n; i++) {
        const kt_area_risk *row = &areas->row[i];
        kt_document_row(
            page->document,
            (const char *const[]){
                area_name(page, row->area), kt_document_format(page->document, "%u", row->items),
                number(page, row->impact), marked(page, row->maximum, row->maximum_above),
                marked(page, row->mean, row->mean_above), causes_text(page, row)});
    }
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        kt_say(
            page->document,
            "▲: above the average over the areas (maximum %s, mean %s). Supply risk of each "
            "material "
            "that an item loses output without, times the item's business impact (1 to 5): the "
            "largest, and the mean weighted with dependence. Indicative: which items belong to an "
            "area, and their impact, are the case's own data, %s of it assumed. ?: no item of this "
            "case is in the area."),
        number(page, areas->average_maximum), number(page, areas->average_mean),
        share(page, areas->assumed));
}

void kt_area_view_materials(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "material"), .wide = true},
        {.title = kt_say(page->document, "bottleneck")},
        {.title = kt_say(page->document, "SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "publ."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "EI"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "EU list")},
        {.title = kt_say(page->document, "strategic")},
        {.title = kt_say(page->document, "NATO")},
    };
    static const char *const ANSWERS[] = {"no", "?", "yes"};
    kt_document_add(
        page->document, KT_BLOCK_HEADING, "%s",
        kt_say(page->document, "Criticality of the materials (method of the European Commission)"));
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_MATERIAL].events.n; e++) {
        kt_symbol id = a->exposure[KT_CLASS_MATERIAL].events.event[e].material;
        uint32_t m = kt_case_row(&a->the_case->material, id);
        if (m == KT_NO_ROW)
            continue;
        const kt_material_facts *f = &a->supply_risk.material[m];
        uint32_t s = a->supply_risk.values.bottleneck[m];
        kt_document_row(
            page->document,
            (const char *const[]){
                material_name(page, m),
                s == KT_NO_ROW ? "?" : kt_naming_stage(a->basis.stage[s].stage, page->lang),
                number(page, a->supply_risk.values.sr[m]), number(page, f->sr_published),
                number(page, f->ei), kt_say(page->document, ANSWERS[f->listed]),
                kt_say(page->document, ANSWERS[f->strategic]),
                kt_say(page->document, ANSWERS[f->nato])});
    }
}

void kt_area_view_semi_finished(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "item"), .wide = true},
        {.title = kt_say(page->document, "own risk"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "at most"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "supply known"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "worst material")},
        {.title = kt_say(page->document, "its SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "mean SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "covered"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s",
                    kt_say(page->document,
                           "Semi-finished goods and components: own supply risk, and that of their "
                           "materials"));
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < a->own.n; i++) {
        const kt_own_risk *row = &a->own.row[i];
        kt_document_row(
            page->document,
            (const char *const[]){kt_naming_item(a, row->item, page->lang), number(page, row->own),
                                  number(page, row->own_upper), share(page, row->known),
                                  material_name(page, row->material), number(page, row->worst),
                                  number(page, row->weighted), share(page, row->covered)});
    }
    kt_document_add(
        page->document, KT_BLOCK_NOTE, "%s",
        kt_say(
            page->document,
            "Own risk: concentration of its suppliers' countries with governance, on the scale of "
            "SR; "
            "at most: with the unknown part where it is worst. The two sides are not added up."));
}
