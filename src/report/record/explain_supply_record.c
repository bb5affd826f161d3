// SPDX-License-Identifier: EUPL-1.2
// Who supplies a material, how much there is of it and who needs it: some tens of rows each. What a
// table says is read from it here; nothing is computed.
#include "report/record/common_record.h"
#include "report/record/explain_cell.h"

// ------------------------------------------------------------------------------------------ supply

static const char *state_name(kt_flow_source_verdict verdict)
{
    static const char *const NAME[KT_N_FLOW_SOURCE_VERDICTS] = {
        [KT_FLOW_SOURCE_SELLS] = "sells",
        [KT_FLOW_SOURCE_FAILS] = "fails",
        [KT_FLOW_SOURCE_WILL_NOT] = "supposed_not_to_sell",
        [KT_FLOW_SOURCE_NOWHERE] = "sells_place_unknown"};
    return NAME[verdict];
}

static void get_supplier(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out,
                      kt_explain_cell_symbol(context, ((const kt_flow_source *)row)->supplier));
}

static void get_source_country(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, kt_explain_cell_symbol(context, ((const kt_flow_source *)row)->country));
}

static void get_source_verdict(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, state_name(((const kt_flow_source *)row)->verdict));
}

COLUMN_OF(get_source_published, kt_explain_cell_number, kt_flow_source, world_row,
          KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_SHARE)
COLUMN_OF(get_source_basis, kt_explain_cell_choice, kt_flow_source, world_row, KT_MATERIAL_SUPPLY,
          KT_MATERIAL_SUPPLY_BASIS)
COLUMN_OF(get_source_group, kt_explain_cell_text, kt_flow_source, world_row, KT_MATERIAL_SUPPLY,
          KT_MATERIAL_SUPPLY_OF_GROUP)

// Of shares, of imports, or of the case that names the supplier.
static kt_symbol source_text(const void *row, const void *context, const int column[3])
{
    const kt_flow_source *source = row;
    if (source->world_row != KT_NO_ROW)
        return kt_table_text(kt_explain_cell_table(context, KT_MATERIAL_SUPPLY), column[0],
                             source->world_row);
    if (source->import_row != KT_NO_ROW)
        return kt_table_text(kt_explain_cell_table(context, KT_IMPORTS), column[1],
                             source->import_row);
    if (source->supply_row != KT_NO_ROW && column[2] >= 0)
        return kt_table_text(&kt_explain_cell_of(context)->the_case->table[KT_SUPPLY], column[2],
                             source->supply_row);
    return 0;
}

static void get_source_period(kt_value *out, const void *row, const void *context)
{
    static const int COLUMN[] = {KT_MATERIAL_SUPPLY_PERIOD, KT_IMPORTS_YEAR, -1};
    kt_value_set_text(out, kt_explain_cell_symbol(context, source_text(row, context, COLUMN)));
}

static int grade_of(const kt_flow_source *source, const void *context)
{
    if (source->world_row != KT_NO_ROW)
        return kt_table_choice(kt_explain_cell_table(context, KT_MATERIAL_SUPPLY),
                               KT_MATERIAL_SUPPLY_EVIDENCE, source->world_row);
    if (source->import_row != KT_NO_ROW)
        return kt_table_choice(kt_explain_cell_table(context, KT_IMPORTS), KT_IMPORTS_EVIDENCE,
                               source->import_row);
    return source->supply_row == KT_NO_ROW
               ? 0
               : kt_table_choice(&kt_explain_cell_of(context)->the_case->table[KT_SUPPLY],
                                 KT_SUPPLY_EVIDENCE, source->supply_row);
}

static void get_source_evidence(kt_value *out, const void *row, const void *context)
{
    static const char *const GRADES[] = {NULL, "A", "B", "C", "D"};
    kt_value_set_text(out, GRADES[grade_of(row, context)]);
}

static void get_source_source(kt_value *out, const void *row, const void *context)
{
    static const int COLUMN[] = {KT_MATERIAL_SUPPLY_SOURCE, KT_IMPORTS_SOURCE, KT_SUPPLY_SOURCE};
    kt_value_set_text(out, kt_explain_cell_symbol(context, source_text(row, context, COLUMN)));
}

// clang-format off
static const kt_field SOURCE[] = {
    TEXT("supplier", get_supplier, "the id; country:XXX on a market of the reference"),
    TEXT("country", get_source_country, NULL),
    NUMBER(kt_flow_source, "share", share, "share", "of the market, as long as nothing fails"),
    FIGURE("published_share", get_source_published, "share",
     "as published; null where the case names the supplier, and of a customs partner, whose codes "
     "are added by value"),
    NUMBER(kt_flow_source, "left", left, "share", "of what it makes, while the flow fails (r_c)"),
    TEXT("state", get_source_verdict,
     "then: sells, fails, supposed_not_to_sell, or sells_place_unknown"),
    NUMBER(kt_flow_source, "kept", kept, "share", "share times left, of what sells"),
    TEXT("period", get_source_period, NULL),
    TEXT("basis", get_source_basis, "of the list of shares"),
    TEXT("of_group", get_source_group, "the share is of this group of materials"),
    TEXT("evidence", get_source_evidence, "A to D"),
    TEXT("source", get_source_source, NULL),
    {0}};
// clang-format on
static const kt_record SOURCE_RECORD = {
    .name = "flow_source", .field = SOURCE, .size = sizeof(kt_flow_source)};

static void get_item(kt_value *out, const void *row, const void *context)
{
    (void)row;
    kt_explain_cell_item(out, context, kt_explain_cell_of(context)->sum.item);
}

static const kt_network_item *item_of(const void *context)
{
    return &kt_explain_cell_of(context)->network.item[kt_explain_cell_of(context)->sum.item];
}

static void get_market(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_flow_sum *)row)->named ? "supply" : "reference");
}

static void get_scope(kt_value *out, const void *row, const void *context)
{
    out->kind = KT_VALUE_NULL;
    if (!((const kt_flow_sum *)row)->named)
        kt_value_set_text(out, kt_figures_scopes[item_of(context)->scope]);
}

static void get_market_period(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out,
                      kt_explain_cell_symbol(context, ((const kt_flow_sum *)row)->risk.period));
}

static void get_published_sum(kt_value *out, const void *row, const void *context)
{
    bool named = ((const kt_flow_sum *)row)->named;
    kt_value_set_number(out, named ? (double)NAN : item_of(context)->published_sum);
}

// clang-format off
static const kt_field SUPPLY[] = {
    TEXT("item", get_item, "of the material, of which least is left"),
    {.name = "items", .type = KT_FIELD_COUNT, KT_AT(kt_flow_sum, n_items),
     .help = "of the material at that stage, of which the country is a supplier"},
    TEXT("market", get_market,
     "reference: shares of the world, of the EU or of customs partners; supply: suppliers that the "
     "case names"),
    TEXT("scope", get_scope, "of the shares"),
    TEXT("period", get_market_period, "of the shares"),
    FIGURE("published_sum", get_published_sum, "share", "of the shares that are published"),
    {.name = "entries", .type = KT_FIELD_LIST, KT_ROWS(kt_flow_sum, source, n_sources),
     .record = &SOURCE_RECORD, .help = "the largest share first"},
    {0}};
// clang-format on
const kt_record kt_explain_supply_record = {
    .name = "flow_supply", .field = SUPPLY, .size = sizeof(kt_flow_sum)};

// ------------------------------------------------------------------------------------------ tonnes

COLUMN_OF(get_output_tonnes, kt_explain_cell_number, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_TONNES)
COLUMN_OF(get_output_period, kt_explain_cell_text, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_PERIOD)
COLUMN_OF(get_output_basis, kt_explain_cell_choice, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_BASIS)
COLUMN_OF(get_output_primary, kt_explain_cell_choice, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_PRIMARY)
COLUMN_OF(get_output_capacity, kt_explain_cell_number, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_CAPACITY)
COLUMN_OF(get_output_evidence, kt_explain_cell_choice, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_EVIDENCE)
COLUMN_OF(get_output_source, kt_explain_cell_text, kt_flow_sum, output, KT_WORLD_OUTPUT,
          KT_WORLD_OUTPUT_SOURCE)

static void get_recycling(kt_value *out, const void *row, const void *context)
{
    const kt_flow_sum *sum = row;
    kt_explain_cell_number(
        out, context,
        (kt_explain_cell){KT_MATERIALS, KT_MATERIALS_EOL_RIR,
                          kt_case_row(&kt_explain_cell_of(context)->the_case->material,
                                      sum->risk.flow->material)});
}

// clang-format off
static const kt_field TONNES[] = {
    FIGURE("world_t", get_output_tonnes, "t", "made a year at that stage (T); null: not published"),
    TEXT("period", get_output_period, NULL),
    TEXT("basis", get_output_basis, NULL),
    TEXT("primary", get_output_primary, "yes: of ore alone, so that what is recycled is added"),
    FIGURE("capacity_t", get_output_capacity, "t", NULL),
    TEXT("evidence", get_output_evidence, "A to D"),
    TEXT("source", get_output_source, NULL),
    NUMBER(kt_flow_sum, "world_kg", market.world_kg, "kg", "T"),
    NUMBER(kt_flow_sum, "spare_kg", market.spare_kg, "kg", "capacity above T"),
    FIGURE("recycling_rate", get_recycling, "share", "end-of-life recycling input rate e"),
    NUMBER(kt_flow_sum, "secondary_kg", market.secondary_kg, "kg",
     "T · e / (1 - e) where T is primary"),
    {0}};
// clang-format on
const kt_record kt_explain_tonnes_record = {
    .name = "flow_tonnes", .field = TONNES, .size = sizeof(kt_flow_sum)};

// -------------------------------------------------------------------------------------------- need

static void get_user(kt_value *out, const void *row, const void *context)
{
    kt_explain_cell_item(out, context, ((const kt_flow_use *)row)->user);
}

static void get_used_item(kt_value *out, const void *row, const void *context)
{
    kt_explain_cell_item(out, context, ((const kt_flow_use *)row)->item);
}

static const void *next_step(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_flow_use *use = row;
    if (cursor->at >= use->n_path)
        return NULL;
    const char **out = (const char **)(void *)cursor->room;
    *out = kt_explain_cell_symbol(
        context, kt_explain_cell_of(context)->network.item[use->path[cursor->at++]].id);
    return out;
}

// clang-format off
static const kt_field USE[] = {
    TEXT("user", get_user, "item whose makers take the material"),
    TEXT("item", get_used_item, "of the material"),
    NUMBER(kt_flow_use, "kg_per_year", kg_per_year, "kg", NULL),
    NUMBER(kt_flow_use, "share", share, "share", "of the need a year"),
    {.name = "path", .type = KT_FIELD_LIST, .next = next_step, .record = &kt_common_record_text,
     .help = "items from the target to the user, at each step by what takes most of it"},
    {0}};
// clang-format on
static const kt_record USE_RECORD = {.name = "flow_use", .field = USE, .size = sizeof(kt_flow_use)};

static void get_need_kind(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_yearly_use_needs[((const kt_flow_sum *)row)->buyer.use.need]);
}

// clang-format off
static const kt_field NEED[] = {
    TEXT("kind", get_need_kind, "newbuild, sustainment, modernisation or production"),
    NUMBER(kt_flow_sum, "targets_per_year", buyer.use.targets, NULL, "units of the target"),
    NUMBER(kt_flow_sum, "life", buyer.asked.life, "years",
     "that what is installed serves, where no use a year is on record"),
    NUMBER(kt_flow_sum, "kg_per_unit", risk.need_kg, "kg", "of the target"),
    NUMBER(kt_flow_sum, "kg_per_year", market.need_kg, "kg", "of all paths, need in the sum"),
    {.name = "users", .type = KT_FIELD_LIST, KT_ROWS(kt_flow_sum, uses.row, uses.n),
     .record = &USE_RECORD, .help = "the largest first"},
    {0}};
// clang-format on
const kt_record kt_explain_need_record = {
    .name = "flow_need", .field = NEED, .size = sizeof(kt_flow_sum)};
