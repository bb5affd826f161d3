// SPDX-License-Identifier: EUPL-1.2
// See naming.h.
#include "report/document/naming.h"

#include <string.h>

#include "base/lang.h"

static const char *choose(const kt_case *c, kt_symbol english, kt_symbol dutch, kt_symbol id,
                          kt_lang lang)
{
    if (lang == KT_LANG_NL && dutch != 0)
        return kt_pool_text(&c->pool, dutch);
    return kt_pool_text(&c->pool, english != 0 ? english : id);
}

const char *kt_naming_material(const kt_case *c, kt_symbol material, kt_lang lang)
{
    const kt_table *materials = &c->reference[KT_MATERIALS];
    uint32_t row = kt_case_row(&c->material, material);
    if (row == KT_NO_ROW)
        return kt_pool_text(&c->pool, material);
    return choose(c, kt_table_text(materials, KT_MATERIALS_NAME_EN, row),
                  kt_table_text(materials, KT_MATERIALS_NAME_NL, row), material, lang);
}

const char *kt_naming_network_item(const kt_network *net, uint32_t item, kt_lang lang)
{
    const kt_network_item *it = &net->item[item];
    const kt_table *items = &net->the_case->table[KT_ITEMS];
    if (it->row == KT_NO_ROW)
        return kt_naming_material(net->the_case, it->material, lang);
    return choose(net->the_case, kt_table_text(items, KT_ITEMS_NAME_EN, it->row),
                  kt_table_text(items, KT_ITEMS_NAME_NL, it->row), it->id, lang);
}

const char *kt_naming_item(const kt_assessment *a, uint32_t item, kt_lang lang)
{
    return kt_naming_network_item(&a->network, item, lang);
}

const char *kt_naming_description(const kt_case *c, kt_lang lang)
{
    return lang == KT_LANG_NL && *c->description_nl != '\0' ? c->description_nl : c->description;
}

const char *kt_naming_scenario(const kt_case *c, const kt_scenario *scenario, kt_lang lang)
{
    const kt_table *table = scenario->table;
    uint32_t row = scenario->row;
    if (row == KT_NO_ROW)
        return kt_lang_text(lang, "what if");
    kt_symbol name = lang == KT_LANG_NL ? kt_table_text(table, KT_SCENARIOS_NAME_NL, row) : 0;
    name = name != 0 ? name : kt_table_text(table, KT_SCENARIOS_NAME_EN, row);
    return kt_pool_text(&c->pool, name != 0 ? name : kt_table_text(table, KT_SCENARIOS_ID, row));
}

const char *kt_naming_stage(int stage, kt_lang lang)
{
    switch (stage) {
    case KT_STAGE_EXTRACTION:
        return kt_lang_text(lang, "extraction");
    case KT_STAGE_PROCESSING:
        return kt_lang_text(lang, "processing");
    case KT_STAGE_RECYCLING:
        return kt_lang_text(lang, "recycling");
    default:
        return "";
    }
}

const char *kt_naming_measure(const char *measure, kt_lang lang)
{
    const struct {
        const char *measure, *name;
    } names[] = {
        {"ban", kt_lang_text(lang, "export ban")},
        {"licence", kt_lang_text(lang, "licence duty")},
        {"licence_practice", kt_lang_text(lang, "licences as granted")},
        {"quota", kt_lang_text(lang, "export quota")},
        {"tax", kt_lang_text(lang, "export tax")},
        {"suspension", kt_lang_text(lang, "export suspended")},
        {"state_trading", kt_lang_text(lang, "state trading")},
        {"extraterritorial_licence", kt_lang_text(lang, "licence duty abroad")},
        {"end_use_ban", kt_lang_text(lang, "ban on military use")},
        {"entity_listing", kt_lang_text(lang, "listing of organisations")},
        {"technology_licence", kt_lang_text(lang, "licence duty on technology")},
        {"technology_ban", kt_lang_text(lang, "ban on technology")},
        {"reporting", kt_lang_text(lang, "duty to report")},
        {"disruption", kt_lang_text(lang, "disruption")},
        {"import_sanction", kt_lang_text(lang, "measure of importers")},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].measure, measure) == 0)
            return names[i].name;
    }
    return measure;
}
