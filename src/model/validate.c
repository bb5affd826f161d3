// SPDX-License-Identifier: EUPL-1.2
// Rules that hold for any table: ids are unique, what is referred to exists, countries are
// countries. They follow the schema, so a new table needs no code. The bill of materials, supply
// rows, scenario events and classes have rules of their own in bom_rules.c, supply_rules.c,
// event_rules.c and class_rules.c. Every row is looked at once, through the indexes, O(rows).
#include "model/validate.h"

#include <string.h>

#include "model/basket_rules.h"
#include "model/bom_rules.h"
#include "model/class_rules.h"
#include "model/event_rules.h"
#include "model/supply_rules.h"

// Every loop over rows looks at the flag once for so many: a few milliseconds.
enum { ROWS_PER_LOOK = 1 << 14 };

enum { N_STEPS = KT_N_CASE_TABLES + 2 }; // the tables, and the rules of the two long ones

typedef struct checking {
    kt_case *the_case;
    const kt_control *control;
    kt_error *err;
    kt_status status; // KT_OK, or that of a stop
} checking;

// False when the check is to end.
static bool goes_on(checking *k, uint32_t row)
{
    if (row % ROWS_PER_LOOK == 0 && k->status == KT_OK)
        k->status = kt_control_check(k->control, k->err);
    return k->status == KT_OK;
}

static const char *text_of(const kt_case *c, kt_symbol symbol)
{
    return kt_pool_text(&c->pool, symbol);
}

static void check_unique(checking *k, const kt_table *table, int column, const kt_index *index)
{
    kt_case *c = k->the_case;
    for (uint32_t r = 0; r < table->n_rows && goes_on(k, r); r++) {
        kt_symbol id = kt_table_text(table, column, r);
        uint32_t first = kt_case_row(index, id);
        if (id == 0 || first == r)
            continue;
        kt_fault place = kt_table_place(table, r, column);
        place.see_record = first + 1;
        kt_fault_add(&c->faults, place, "id \"%s\" is already in use", text_of(c, id));
    }
}

// `dated`: in a table of the dated measures, which have scenarios of their own.
static bool known(const kt_case *c, kt_symbol id, unsigned refers, bool dated)
{
    const struct {
        unsigned bit;
        const kt_index *index;
    } places[] = {
        {KT_REFERS_ITEM, &c->item},
        {KT_REFERS_ORGANISATION, &c->organisation},
        {KT_REFERS_SITE, &c->site},
        {KT_REFERS_AREA, &c->area},
        {KT_REFERS_SCENARIO, dated ? &c->dated_scenario : &c->scenario},
        {KT_REFERS_INTERVENTION, &c->intervention},
        {KT_REFERS_INSTRUMENT, &c->instrument},
        {KT_REFERS_MATERIAL, &c->material},
        {KT_REFERS_STRATEGY_AREA, &c->strategy_area},
        {KT_REFERS_TYPICAL_ITEM, &c->typical_item},
        {KT_REFERS_COMPOSITION, &c->composition},
        {KT_REFERS_CLASS, &c->product_class},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if ((refers & places[i].bit) != 0 && kt_case_row(places[i].index, id) != KT_NO_ROW)
            return true;
    }
    return (refers & KT_REFERS_WORLD) != 0 && kt_case_supplier(c, id).kind != KT_SUPPLIER_NONE;
}

// The table whose ids a column holds: of several the first, which is the case's.
static const char *table_of(unsigned refers)
{
    static const struct {
        unsigned bit;
        const char *name;
    } TABLES[] = {
        {KT_REFERS_ITEM, "items"},
        {KT_REFERS_ORGANISATION, "organisations"},
        {KT_REFERS_AREA, "areas"},
        {KT_REFERS_SCENARIO, "scenarios"},
        {KT_REFERS_INTERVENTION, "interventions"},
        {KT_REFERS_INSTRUMENT, "instruments"},
        {KT_REFERS_MATERIAL, "materials"},
        {KT_REFERS_STRATEGY_AREA, "strategy_areas"},
        {KT_REFERS_TYPICAL_ITEM, "typical_items"},
        {KT_REFERS_COMPOSITION, "compositions"},
        {KT_REFERS_CLASS, "product_classes"},
    };
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        if ((refers & TABLES[i].bit) != 0)
            return TABLES[i].name;
    }
    return "";
}

static void report_unknown(kt_case *c, const kt_table *table, uint32_t row, int column)
{
    unsigned refers = table->spec->column[column].refers;
    const char *id = text_of(c, kt_table_text(table, column, row));
    kt_fault place = kt_table_place(table, row, column);

    if (refers & KT_REFERS_WORLD)
        kt_fault_add(&c->faults, place,
                     "supplier \"%s\" is not a site, an organisation, country:XXX with an ISO "
                     "3166-1 alpha-3 code, unknown or withheld",
                     id);
    else if ((refers & KT_REFERS_SITE) && (refers & KT_REFERS_ORGANISATION))
        kt_fault_add(&c->faults, place, "%s \"%s\" is not in sites or organisations",
                     table->spec->column[column].name, id);
    else
        kt_fault_add(&c->faults, place, "%s \"%s\" is not in %s", table->spec->column[column].name,
                     id, table_of(refers));
}

static void check_column(checking *k, const kt_table *table, int column)
{
    kt_case *c = k->the_case;
    const kt_column_spec *spec = &table->spec->column[column];
    if (table->at[column] < 0)
        return;
    if (spec->type == KT_COLUMN_COUNTRY) {
        for (uint32_t r = 0; r < table->n_rows && goes_on(k, r); r++) {
            kt_symbol country = kt_table_text(table, column, r);
            if (country != 0 && kt_case_row(&c->country, country) == KT_NO_ROW)
                kt_fault_add(&c->faults, kt_table_place(table, r, column),
                             "country \"%s\" is not an ISO 3166-1 alpha-3 code",
                             text_of(c, country));
        }
    } else if (spec->refers != 0) {
        for (uint32_t r = 0; r < table->n_rows && goes_on(k, r); r++) {
            kt_symbol id = kt_table_text(table, column, r);
            if (id != 0 && !known(c, id, spec->refers, table->package == KT_PACKAGE_DATED))
                report_unknown(c, table, r, column);
        }
    }
}

static void check_reserved(checking *k, const kt_table *table, int column)
{
    kt_case *c = k->the_case;
    for (uint32_t r = 0; r < table->n_rows && goes_on(k, r); r++) {
        const char *id = text_of(c, kt_table_text(table, column, r));
        if (strcmp(id, "unknown") == 0 || strcmp(id, "withheld") == 0)
            kt_fault_add(&c->faults, kt_table_place(table, r, column),
                         "id \"%s\" is a reserved word", id);
    }
}

static void check_sites_against_organisations(checking *k)
{
    kt_case *c = k->the_case;
    const kt_table *sites = &c->table[KT_SITES];
    for (uint32_t r = 0; r < sites->n_rows && goes_on(k, r); r++) {
        kt_symbol id = kt_table_text(sites, KT_SITES_ID, r);
        if (id != 0 && kt_case_row(&c->organisation, id) != KT_NO_ROW)
            kt_fault_add(&c->faults, kt_table_place(sites, r, KT_SITES_ID),
                         "site \"%s\" has the id of an organisation", text_of(c, id));
    }
}

// What the reference does not know is allowed, but nothing is known of its supply then.
static void warn_of_foreign_materials(checking *k)
{
    kt_case *c = k->the_case;
    const kt_table *items = &c->table[KT_ITEMS];
    for (uint32_t r = 0; r < items->n_rows && goes_on(k, r); r++) {
        if (kt_table_choice(items, KT_ITEMS_KIND, r) != KT_KIND_MATERIAL)
            continue;
        kt_symbol material = kt_table_text(items, KT_ITEMS_MATERIAL, r);
        int column = material != 0 ? KT_ITEMS_MATERIAL : KT_ITEMS_ID;
        if (material == 0)
            material = kt_table_text(items, KT_ITEMS_ID, r);
        if (material == 0 || kt_case_row(&c->material, material) != KT_NO_ROW)
            continue;
        kt_fault place = kt_table_place(items, r, column);
        place.kind = KT_NOTE_WARNING;
        kt_fault_add(&c->faults, place, "material \"%s\" is not in the reference data",
                     text_of(c, material));
    }
}

static const kt_index *index_of(const kt_case *c, const kt_table *table)
{
    const struct {
        const kt_table *table;
        const kt_index *index;
    } pairs[] = {
        {&c->table[KT_ITEMS], &c->item},
        {&c->table[KT_ORGANISATIONS], &c->organisation},
        {&c->table[KT_SITES], &c->site},
        {&c->table[KT_AREAS], &c->area},
        {&c->table[KT_SCENARIOS], &c->scenario},
        {&c->table[KT_INTERVENTIONS], &c->intervention},
        {&c->table[KT_INSTRUMENTS], &c->instrument},
        {&c->reference[KT_MATERIALS], &c->material},
        {&c->reference[KT_COUNTRIES], &c->country},
        {&c->reference[KT_STRATEGY_AREAS], &c->strategy_area},
        {&c->reference[KT_TYPICAL_ITEMS], &c->typical_item},
        {&c->dated[KT_DATED_SCENARIOS], &c->dated_scenario},
        {&c->reference[KT_PRODUCT_CLASSES], &c->product_class},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].table == table)
            return pairs[i].index;
    }
    return NULL;
}

static void check_table(checking *k, const kt_table *table)
{
    if (table->file == NULL)
        return;
    const kt_index *index = index_of(k->the_case, table);
    for (int column = 0; table->spec->column[column].name != NULL; column++) {
        if (table->spec->column[column].unique && index != NULL)
            check_unique(k, table, column, index);
        check_column(k, table, column);
    }
}

kt_status kt_validate_case(kt_case *c, const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    checking k = {.the_case = c, .control = control, .err = err};

    for (int t = 0; c->shared == NULL && t < KT_N_REFERENCE_TABLES; t++)
        check_table(&k, &c->reference[t]);
    if (c->shared == NULL)
        kt_basket_rules_check(c);
    for (int t = 0; c->shared == NULL && t < KT_N_DATED_TABLES; t++)
        check_table(&k, &c->dated[t]);
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        kt_control_tell(control, "checking", (uint64_t)t, N_STEPS);
        check_table(&k, &c->table[t]);
    }
    check_reserved(&k, &c->table[KT_ITEMS], KT_ITEMS_ID);
    check_reserved(&k, &c->table[KT_ORGANISATIONS], KT_ORGANISATIONS_ID);
    check_reserved(&k, &c->table[KT_SITES], KT_SITES_ID);
    check_sites_against_organisations(&k);
    warn_of_foreign_materials(&k);
    KT_TRY(k.status);
    if (c->shared == NULL)
        KT_TRY(kt_class_rules_check(c, control, err));
    KT_TRY(kt_class_rules_check_items(c, control, err));
    KT_TRY(kt_event_rules_check(c, control, err));
    kt_control_tell(control, "checking", N_STEPS - 2, N_STEPS);
    KT_TRY(kt_bom_rules_check(c, control, err));
    kt_control_tell(control, "checking", N_STEPS - 1, N_STEPS);
    KT_TRY(kt_supply_rules_check(c, control, err));
    if (c->faults.failed)
        status = kt_error_no_memory(err);
done:
    return status;
}
